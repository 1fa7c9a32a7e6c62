"""The pages that stand in every network, in both languages, from the first day."""

import uuid

from django.db import migrations

HOME = {"ar": "الرئيسية", "en": "Home"}
STANDING = {
    "about": {"ar": "عن الشبكة", "en": "About the network"},
    "privacy": {"ar": "الخصوصية", "en": "Privacy"},
    "terms": {"ar": "شروط الاستخدام", "en": "Terms of use"},
}


def lay(apps, schema_editor):
    """Two homes under the root, each with its standing pages, in the place of Wagtail's welcome page."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("pages", "HomePage")
    ContentPage = apps.get_model("pages", "ContentPage")

    Site.objects.all().delete()
    Page.objects.filter(depth__gte=2).delete()
    home_type, _ = ContentType.objects.get_or_create(app_label="pages", model="homepage")
    content_type, _ = ContentType.objects.get_or_create(app_label="pages", model="contentpage")
    keys = {name: uuid.uuid4() for name in ("home", *STANDING)}
    for place, language in enumerate(("ar", "en"), 1):
        locale, _ = Locale.objects.get_or_create(language_code=language)
        slug = "home" if language == "ar" else "home-en"
        home = HomePage.objects.create(
            title=HOME[language],
            draft_title=HOME[language],
            slug=slug,
            content_type=home_type,
            path=f"0001{place:04}",
            depth=2,
            numchild=len(STANDING),
            url_path=f"/{slug}/",
            locale=locale,
            translation_key=keys["home"],
        )
        for number, (name, titles) in enumerate(STANDING.items(), 1):
            ContentPage.objects.create(
                title=titles[language],
                draft_title=titles[language],
                slug=name,
                content_type=content_type,
                path=f"{home.path}{number:04}",
                depth=3,
                numchild=0,
                url_path=f"{home.url_path}{name}/",
                locale=locale,
                translation_key=keys[name],
            )
    Page.objects.filter(depth=1).update(numchild=2)
    Site.objects.create(
        hostname="localhost",
        port=80,
        site_name="",
        root_page_id=HomePage.objects.get(slug="home").pk,
        is_default_site=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
