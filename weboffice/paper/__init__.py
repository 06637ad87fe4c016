"""Documents as files and back. `box` knows the formats; `docx/` and `hwpx/` are the large ones;
`html_…`, `markdown`, `text`, `rtf_…` and `hwp_…` (what Hangul wrote before HWPX) the others.

The rest is what several of them share: sizes and edges (`spacing`, `grid`, `cells`, `columns`,
`sections`), what is no text (`pictures`, `metafiles`, `embedded`, `pixels`), what a file may hold
(`contents…`, `safe`, `markup`) and what the editor shows of it (`features`, `shared`, `leaves`).
"""
