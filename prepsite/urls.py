from django.urls import include, path

urlpatterns = [path("", include("stories.urls"))]
handler404 = "stories.views.errors.not_found"
