"""The campaign board."""

from django.urls import path

from lantian.console.board import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/tasks/<int:number>/", views.fill_in, name="task-fill-in"),
    path("board/tasks/<int:number>/report/", views.report, name="task-report"),
    path("board/task-forces/<int:position>/", views.name_force, name="task-force-name"),
]
