"""Files that people handed in; their bytes lie in the storage, never under a public folder."""

import uuid

from django.db import models
from django.urls import reverse


class StoredFile(models.Model):
    """A file as it was checked and kept. `purpose` decides who may read it (see `kit.files`)."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=200, unique=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=60)
    purpose = models.CharField(max_length=30)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("kit:file", args=[self.key, self.name])

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")
