"""Swedish numbers in words, as minutes and plans write them."""

NUMBERS = {
    word: number
    for number, words in enumerate(
        "en|ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton "
        "sjutton arton nitton tjugo".split(),
        start=1,
    )
    for word in words.split("|")
}
