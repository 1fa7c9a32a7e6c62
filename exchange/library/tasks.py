"""What of the library takes longer than a listener may."""

from django_tasks import task

# Pages that are read before others' tasks get their turn: some ten seconds, on a slow machine a minute.
PORTION = 4


@task(priority=-50)
def recognise(document_id: int, file_hash: str, numbers: list[int]) -> None:
    """Read the first of these scanned pages of a file, unless it was replaced meanwhile, and queue the others."""
    from exchange.library.actions import read_scans  # tasks are imported before the apps are ready
    from exchange.pages.models import UploadedDocument

    document = UploadedDocument.objects.filter(pk=document_id, text_of_hash=file_hash).first()
    if document is None:
        return
    read_scans(document=document, numbers=numbers[:PORTION])
    if numbers[PORTION:]:
        recognise.enqueue(document_id, file_hash, numbers[PORTION:])
