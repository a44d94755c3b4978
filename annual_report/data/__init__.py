"""The data package: read as people write it, understood or refused, then held in memory."""
