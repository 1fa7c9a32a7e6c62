from django.urls import path

from exchange.forum import views

urlpatterns = [
    path("", views.forum, name="forum"),
    path("new/", views.new_discussion, name="discussion_new"),
    path("<int:pk>/posts/", views.post, name="discussion_post"),
    path("<int:pk>/changes/", views.changes, name="discussion_changes"),
    path("<int:pk>/close/", views.close_discussion, name="discussion_close"),
    path("<int:pk>/reopen/", views.reopen_discussion, name="discussion_reopen"),
    path("<int:pk>/rename/", views.rename_discussion, name="discussion_rename"),
    path("<int:pk>/audience/", views.discussion_audience, name="discussion_audience"),
    path("posts/<int:pk>/edit/", views.edit_post, name="post_edit"),
    path("posts/<int:pk>/delete/", views.delete_post, name="post_delete"),
    path("posts/<int:pk>/accept/", views.accept_answer, name="post_accept"),
    path("posts/<int:pk>/hide/", views.hide_post, name="post_hide"),
    path("posts/<int:pk>/show/", views.show_post, name="post_show"),
    # The number alone leads there, too.
    path("<int:pk>/", views.discussion, name="discussion_short"),
    path("<int:pk>-<str:slug>/", views.discussion, name="discussion"),
]
