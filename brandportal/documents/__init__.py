"""The one way to each printed format: PDF (typst), DOCX (python-docx), QR; pages hand over facts and get bytes."""
