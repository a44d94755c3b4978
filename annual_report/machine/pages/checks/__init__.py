"""The rules of publication, which every file of a build must obey."""
