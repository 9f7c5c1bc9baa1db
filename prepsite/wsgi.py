import gc
import os

import django
from django.core.wsgi import get_wsgi_application

from prepsite import statics
from stories.base.unreadable import in_utf_8
from stories.library import background

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prepsite.settings")
django.setup()
statics.bring_up_to_date()  # Before the middleware that serves them lists the files.
application = in_utf_8(get_wsgi_application())
background.serve()

# A page of a large library creates tens of thousands of objects: collecting garbage after every 700 of them, through
# everything the site has loaded, took up to half of the page's time.
gc.freeze()
gc.set_threshold(50_000, 20, 50)
