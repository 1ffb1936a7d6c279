"""What leaves as paper or lies in a file: typesetting, Word, pictures, spreadsheets, and where files are kept.

It knows no incident and no letter, as `notifications` knows no visit. Libraries are imported where they are used, since
a server that starts needs none of them.
"""
