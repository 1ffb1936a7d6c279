"""Letters of other alphabets that look like ours: `НЕLР` in Cyrillic looks like HELP, and was meant so.

The letters of Unicode's list of confusables (UTS #39) that look like a capital or small letter of ours, of the
alphabets that phones here hold: Cyrillic, Greek, and what a keyboard for phonetics gives.
"""

CYRILLIC = dict(zip("АВЕЗКМНОРСТХІЈЅУҮԚԜЁЇ", "ABE3KMHOPCTXIJSYYQWEI", strict=True)) | dict(
    zip("аегкмнорстухіјѕԁһԛԝӏёї", "aerkmhopctyxijsdhqwlei", strict=True)
)
GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺ", "ABEZHIKMNOPTYXCM", strict=True)) | dict(
    zip("αεικνορτυχϲϳ", "aeikvoptuxcj", strict=True)
)
OTHERS = dict(zip("ոսօհԼꓳꓠꓓꓧꓡꓰꓑꓴꓢʜʟᴅᴇɴᴏᴘᴜꜱɩ", "nuohLONDHLEPUShldenopusi", strict=True))
LOOK_LIKE_OURS = str.maketrans(CYRILLIC | GREEK | OTHERS)
