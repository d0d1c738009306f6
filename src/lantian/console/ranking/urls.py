"""Rankings."""

from django.urls import path

from lantian.console.ranking import views

urlpatterns = [
    path("ranking/", views.ranking, name="ranking"),
    path("ranking/course/", views.year_course, name="ranking-course"),
    path("ranking/course.svg", views.year_course_figure, name="ranking-course-figure"),
]
