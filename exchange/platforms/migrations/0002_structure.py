"""The page that lists the platforms, in both languages."""

import uuid

from django.db import migrations

TITLES = {"ar": "المنصات", "en": "Platforms"}


def lay(apps, schema_editor):
    """One list of platforms below each home."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("pages", "HomePage")
    Page = apps.get_model("wagtailcore", "Page")
    PlatformIndexPage = apps.get_model("platforms", "PlatformIndexPage")
    kind, _ = ContentType.objects.get_or_create(app_label="platforms", model="platformindexpage")
    key = uuid.uuid4()
    for home in HomePage.objects.select_related("locale"):
        title = TITLES[home.locale.language_code]
        PlatformIndexPage.objects.create(
            title=title,
            draft_title=title,
            slug="platforms",
            content_type=kind,
            path=f"{home.path}{home.numchild + 1:04}",
            depth=3,
            numchild=0,
            url_path=f"{home.url_path}platforms/",
            locale_id=home.locale_id,
            translation_key=key,
        )
        Page.objects.filter(pk=home.pk).update(numchild=home.numchild + 1)


class Migration(migrations.Migration):
    dependencies = [("platforms", "0001_initial"), ("pages", "0002_structure")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
