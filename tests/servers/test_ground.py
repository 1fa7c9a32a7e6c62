"""What the other tests stand on."""

import signal

import pytest
from wagtail.models import Locale, Page


@pytest.mark.django_db
def test_the_rows_of_the_migrations_are_there():
    assert sorted(Locale.objects.values_list("language_code", flat=True)) == ["ar", "en"]
    assert Page.objects.filter(depth=1).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_transactional_test_leaves_the_rows_of_the_migrations_to_the_next(time):
    assert Page.objects.filter(depth=1).count() == 1
    Page.objects.all().delete()
    assert Page.objects.count() == 0


def test_a_site_answers_is_stopped_in_good_order_and_starts_again_on_the_same_data(make_site):
    site = make_site()
    assert site.get("/healthz").status_code == 200
    assert site.shell("from django.conf import settings; print(settings.DATA_DIR)") == str(site.data_dir)
    # uvicorn finishes what is in flight and then ends by the signal that it was sent.
    assert site.stop() == -signal.SIGTERM
    assert "Traceback" not in site.log()
    assert site.start().get("/readyz").status_code == 200


def test_postgres_copies_a_database(postgres):
    postgres.create("first")
    assert postgres.create("second", template="first") == postgres.database_url("second")
    postgres.drop("first")
    postgres.drop("second")


def test_redis_comes_back_empty_after_a_kill(redis):
    import redis as client

    with client.Redis(port=redis.port) as connection:
        connection.set("kept", "no")
        redis.kill()
        assert not redis.is_running
        redis.start()
        assert connection.get("kept") is None
