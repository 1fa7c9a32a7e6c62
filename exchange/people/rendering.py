"""Photographs of people: whatever comes from a phone becomes one small square without its history."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

# What phones and cameras make. The picture itself is asked, not its name.
FORMATS = ("JPEG", "PNG", "WEBP")
# Twice the largest circle that a page shows.
SIDE = 320
# A small file can hold a picture that fills all memory.
MOST_PIXELS = 50_000_000


class NotAPicture(ValueError):
    """The file is not a picture that can be read, or is too large a one."""


def portrait(file) -> bytes:
    """The middle of a picture as a square of SIDE pixels in WebP, upright; NotAPicture where there is none.

    It is drawn anew: where and when it was taken, and whatever else stood in the file, does not go with it.
    """
    try:
        picture: Image.Image = Image.open(file, formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise NotAPicture
        picture = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture from error
    white = Image.new("RGBA", picture.size, "white")
    square = ImageOps.fit(Image.alpha_composite(white, picture).convert("RGB"), (SIDE, SIDE))
    made = BytesIO()
    square.save(made, "WEBP", quality=82)
    return made.getvalue()
