"""Sites and plants."""

from django.urls import path

from lantian.console.sites import views

urlpatterns = [
    path("sites/", views.every_site, name="sites"),
    path("plants/", views.every_plant, name="plants"),
    path("sites/photos/<uuid:key>/", views.photo, name="site-photo"),
    path("sites/register/", views.take_up, name="site-register"),
    path("sites/<str:code>/", views.site, name="site"),
    path("sites/<str:code>/plate/", views.plate, name="site-plate"),
    path("sites/<str:code>/roster/", views.duty_roster, name="site-roster"),
    path("sites/<str:code>/sheets/<str:day>/", views.day_sheet, name="site-sheet"),
    path("sites/<str:code>/weeks/<str:day>/", views.week, name="site-week"),
    path("sites/<str:code>/replies/<str:number>/", views.one_reply, name="site-reply"),
    path("sites/<str:code>/cases/<str:number>/", views.own_case, name="site-case"),
    path("plants/<str:code>/", views.plant, name="plant"),
    path("plants/<str:code>/facts/", views.facts, name="plant-facts"),
]
