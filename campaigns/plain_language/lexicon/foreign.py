"""Words of other languages usual in Mexico, divided as they are spoken here; their letters stay.

One entry a word, syllables parted by hyphens. Words that Spanish rules divide rightly (web, internet, chat) need
none.
"""

_DIVIDED = """
back-end back-up blue-tooth bou-tique bu-si-ness cloud coach coa-ching coo-kie coo-kies co-lla-ge
crowd-fun-ding cy-ber dash-board dead-line drive e-book face-book face-time feed-back fire-wall fire-fox
frame-work free free-lance free-ware front-end git-hub gmail goo-gle hac-ker ha-cka-thon ha-cka-thons
hard-ware hash-tag hash-tags high home house i-ce-berg i-pad i-phone ja-va-script key-word key-note lap-top like likes
link-tree live mal-ware mee-ting mee-tings news-let-ter news-let-ters of-fice off-line on-line open-data
out-look part-ner-ship peer phi-shing play-list po-wer-point queue re-tweet sam-ple sca-nner screen-shot
share share-ware share-point site skype smart-phone smart-phones smooth soft-ware soft-wares source speech
spread-sheet spy-ware strea-ming street style suite team teams time time-line to-ken tool trea-ding tweet tweets
up-date up-grade up-load web-site web-sites week-end white-board work-shop work-shops world-wide ya-hoo
you-tube you-tu-ber what-sapp what-sapps zoom fake wi-ki-leaks one-drive out-sour-cing sand-wich
"""

FOREIGN: dict[str, tuple[str, ...]] = {entry.replace("-", ""): tuple(entry.split("-")) for entry in _DIVIDED.split()}
