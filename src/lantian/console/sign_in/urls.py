"""Coming in and going out."""

from django.urls import path

from lantian.console.sign_in import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("posts/", views.all_posts, name="posts"),
    path("switch/", views.switch, name="switch"),
]
