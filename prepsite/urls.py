from django.urls import include, path

urlpatterns = [path("", include("stories.urls"))]
handler400 = "stories.views.errors.bad_request"
handler404 = "stories.views.errors.not_found"
handler500 = "stories.views.errors.server_error"
