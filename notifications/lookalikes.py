"""Letters of other alphabets that look like ours: `НЕLР` in Cyrillic looks like HELP, and was meant as that.

From Unicode's list of confusables (UTS #39), the letters that look like a capital or small Latin letter, from the
alphabets found on phones here: Cyrillic, Greek, and what a phonetic keyboard gives.
"""

CYRILLIC = dict(zip("АВЕЗКМНОРСТХІЈЅУҮԚԜЁЇ", "ABE3KMHOPCTXIJSYYQWEI", strict=True)) | dict(
    zip("аегкмнорстухіјѕԁһԛԝӏёї", "aerkmhopctyxijsdhqwlei", strict=True)
)
GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺ", "ABEZHIKMNOPTYXCM", strict=True)) | dict(
    zip("αεικνορτυχϲϳ", "aeikvoptuxcj", strict=True)
)
OTHERS = dict(zip("ոսօհԼꓳꓠꓓꓧꓡꓰꓑꓴꓢʜʟᴅᴇɴᴏᴘᴜꜱɩ", "nuohLONDHLEPUShldenopusi", strict=True))
LOOK_LIKE_OURS = str.maketrans(CYRILLIC | GREEK | OTHERS)
