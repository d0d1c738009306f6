"""Checklists."""

from django.urls import path

from lantian.console.checklists import views

urlpatterns = [
    path("templates/", views.lists, name="templates"),
    path("templates/new/", views.new, name="template-new"),
    path("templates/<int:number>/", views.checklist, name="template"),
    path("templates/<int:number>/sheet.csv", views.sheet, name="template-sheet"),
    path("templates/<int:number>/read/", views.read, name="template-read"),
    path("templates/<int:number>/describe/", views.describe, name="template-describe"),
    path("templates/<int:number>/act/", views.act, name="template-act"),
    path("templates/<int:number>/items/<slug:code>/", views.item, name="template-item"),
]
