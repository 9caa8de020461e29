"""What stands in the files of Northbridge beside the cases and their notes, by idea."""
