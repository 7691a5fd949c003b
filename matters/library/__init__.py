"""Understanding a workbook cut from the provincial library (权力事项库)."""
