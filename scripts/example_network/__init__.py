"""A fictional network of départements, in the same form as the real one.

`members`, `meetings`, `subjects`, `schemes` and `prose` hold what was invented for the example;
`attendance` and `draw` hold the chance in it; `plan` invents networks of any size for tests;
`package` writes a network as a data package. Nothing here is needed to make a report.
"""
