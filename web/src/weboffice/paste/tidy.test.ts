// Clipboards as programs write them, from knowledge of their formats: Word 2016–365, Word for the web,
// Hangul 2014–2022, Excel, Google Docs, LibreOffice, browsers.
import { expect, test } from 'vitest'
import { BOUNDS } from './bounds'
import { stylesAside } from './looks'
import { tidy } from './tidy'

const SLOW_MS = 60_000 // large trees on a busy machine
const KEPT =
  /^(class|href|colspan|rowspan|alt|src|data-(kind|level|align|leading|font|size|tracking|fill|stand|caption|missing|footnote))$/

function tidied(html: string): string {
  const page = new DOMParser().parseFromString(stylesAside(html), 'text/html')
  return tidy(page.body).body.innerHTML
}

const WORD_LIST = (level: number, marker: string, text: string, font = '') =>
  `<p class=MsoListParagraph style='margin-left:38.0pt;mso-para-margin-left:0gd;text-indent:-18.0pt;
mso-list:l0 level${level} lfo1'><!--[if !supportLists]--><span lang=EN-US style='font-family:${font};
mso-fareast-font-family:${font}'><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times
New Roman"'>&nbsp;&nbsp; </span></span></span><!--[endif]--><span>${text}</span><span lang=EN-US><o:p></o:p></span></p>`

test('[TX8] headings, marks and links of Word stay, its own words go', () => {
  const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator
    content="Microsoft Word 15"><style><!-- p.MsoNormal {mso-style-parent:""} --></style>
    <!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head><body lang=KO>
    <!--StartFragment--><h1 style='text-align:center'>추진 계획<o:p></o:p></h1>
    <p class=MsoNormal><b style='mso-bidi-font-weight:normal'>굵게</b> <i>기울임</i> <u>밑줄</u>
    <span style='color:red'>빨강</span> <span class=SpellE style='mso-spacerun:yes'>&nbsp;&nbsp;</span><a
    href="https://hanbit.example/a">링크</a><a href="javascript:alert(1)">나쁜</a></p><!--EndFragment--></body></html>`
  expect(tidied(html)).toBe(
    '<h1 data-align="center">추진 계획</h1>' +
      '<p><strong>굵게</strong> <em>기울임</em> <u>밑줄</u> <span class="ink-red">빨강</span> ' +
      '<a href="https://hanbit.example/a">링크</a>나쁜</p>',
  )
})

test('[TX8] lists of Word keep their levels, by the marker that it draws', () => {
  const html =
    WORD_LIST(1, '□', '배경') +
    WORD_LIST(2, '○', '필요성') +
    WORD_LIST(1, '1.', '하나') +
    WORD_LIST(2, '가.', '둘') +
    WORD_LIST(1, 'l', '점', 'Wingdings') +
    WORD_LIST(2, 'o', '속 점', '"Courier New"')
  expect(tidied(html)).toBe(
    '<p data-kind="outline" data-level="1">배경</p><p data-kind="outline" data-level="2">필요성</p>' +
      '<p data-kind="number" data-level="1">하나</p><p data-kind="number" data-level="2">둘</p>' +
      '<p data-kind="bullet" data-level="1">점</p><p data-kind="bullet" data-level="2">속 점</p>',
  )
})

test('[TX8] Word’s comments, and what was deleted in it, do not come along', () => {
  const html = `<p class=MsoNormal>남는 글<del cite="mailto:김" datetime="2026-01-01">지운 글</del><ins
    cite="mailto:김" datetime="2026-01-01">넣은 글</ins><span class=MsoCommentReference><a class=msocomanchor
    href="#_msocom_1">[김1]</a></span></p><div style='mso-element:comment-list'><p>의견</p></div>`
  expect(tidied(html)).toBe('<p>남는 글<u>넣은 글</u></p>')
})

test('[TX8] Word for the web and Google Docs write lists and marks in their own ways', () => {
  const web = `<div class="ListContainerWrapper"><ul role="list"><li data-aria-level="1"
    data-listid="3"><p class="Paragraph"><span class="TextRun" data-contrast="auto"><span
    class="NormalTextRun">하나</span></span><span class="EOP">&nbsp;</span></p></li></ul></div><div
    class="ListContainerWrapper"><ul role="list"><li data-aria-level="2"><p>둘</p></li></ul></div>`
  expect(tidied(web)).toBe(
    '<p data-kind="bullet" data-level="1">하나</p><p data-kind="bullet" data-level="2">둘</p>',
  )
  const docs = `<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span
    style="font-weight:700;font-style:normal">굵게</span><span style="font-weight:400"> 보통</span></p></b>`
  expect(tidied(docs)).toBe('<p><strong>굵게</strong> 보통</p>')
})

test('[TX8] 개조식 of Hangul, typed with its signs, gets its levels', () => {
  const html = `<!DOCTYPE HTML><HTML><HEAD><META NAME="Generator" CONTENT="Hancom HWP 10.0"><STYLE
    type="text/css"><!-- p.HStyle0 {font-size:10pt;} --></STYLE></HEAD><BODY>
    <P CLASS=HStyle0 STYLE='text-align:center;'><SPAN STYLE='font-family:"함초롬바탕";font-weight:"bold";'>추진
    계획</SPAN></P>
    <P CLASS=HStyle0 STYLE='line-height:160%;'><SPAN STYLE='font-family:"휴먼명조";'>□ 배경</SPAN></P>
    <P CLASS=HStyle0><SPAN>&nbsp;○ </SPAN><SPAN STYLE='text-decoration:underline'>필요성</SPAN></P>
    <P CLASS=HStyle0><SPAN>&nbsp;&nbsp; - 근거</SPAN></P><P CLASS=HStyle0><SPAN>&nbsp;&nbsp;&nbsp; · 세부</SPAN></P>
    <P CLASS=HStyle0>&nbsp;</P><P CLASS=HStyle0>- 줄표로 시작하는 글</P></BODY></HTML>`
  expect(tidied(html)).toBe(
    '<p data-align="center"><strong>추진 계획</strong></p>' +
      '<p data-kind="outline" data-level="1">배경</p>' +
      '<p data-kind="outline" data-level="2"><u>필요성</u></p>' +
      '<p data-kind="outline" data-level="3">근거</p><p data-kind="outline" data-level="4">세부</p>' +
      '<p></p><p>- 줄표로 시작하는 글</p>',
  )
})

test('[TX8] what Hangul says of letters and lines is kept where it is not as its usual text', () => {
  const html = `<!DOCTYPE HTML><HTML><HEAD><META NAME="Generator" CONTENT="Hancom HWP 10.0.0.5060"><STYLE type="text/css">
    <!--
    p.HStyle0, li.HStyle0, div.HStyle0
    {style-name:"바탕글"; margin-top:0.0pt; text-align:justify; line-height:160%; font-size:10.0pt; font-family:함초롬바탕; letter-spacing:0.0pt; font-weight:"normal"; color:#000000;}
    p.HStyle1 {style-name:"본문"; line-height:160%; font-size:10.0pt; font-family:함초롬바탕;}
    --></STYLE></HEAD><BODY>
    <P CLASS=HStyle0 STYLE='text-align:center;line-height:180%;'><SPAN STYLE='font-size:15.0pt;font-family:"HY헤드라인M";letter-spacing:-0.8pt;line-height:180%'>추진 계획</SPAN></P>
    <P CLASS=HStyle1 STYLE='line-height:160%;'><SPAN STYLE='font-family:"함초롬바탕";letter-spacing:0.0pt;font-size:10.0pt'>보통 글 </SPAN><SPAN
    STYLE='font-size:14.0pt;font-family:"휴먼명조";mso-ascii-font-family:"휴먼명조"'>큰 글</SPAN><SPAN STYLE='font-family:Wingdings'>l</SPAN></P></BODY></HTML>`
  expect(tidied(html)).toBe(
    '<p data-align="center" data-leading="180"><span data-font="HY헤드라인M"><span data-size="15"><span data-tracking="-5">추진 계획</span></span></span></p>' +
      '<p>보통 글 <span data-font="휴먼명조"><span data-size="14">큰 글</span></span>l</p>',
  )
})

test('[TX8] what Word says of letters and lines is kept where it is not as its usual text', () => {
  const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15"><style>
    <!--
     /* Style Definitions */
     p.MsoNormal, li.MsoNormal, div.MsoNormal
        {mso-style-unhide:no; margin:0cm; text-align:justify; line-height:107%; mso-pagination:none; font-size:10.0pt; mso-bidi-font-size:11.0pt; font-family:"맑은 고딕"; mso-ascii-theme-font:minor-latin;}
    @page WordSection1 {size:595.3pt 841.9pt;}
    --></style></head><body lang=KO><!--StartFragment-->
    <p class=MsoNormal style='line-height:144%'><span style='font-size:14.0pt;line-height:144%;font-family:"휴먼명조",serif;mso-bidi-font-family:굴림;letter-spacing:.7pt'>큰 글</span><span
    lang=EN-US style='font-family:"Times New Roman",serif;mso-fareast-font-family:바탕'> Ⅱ</span><span lang=EN-US
    style='mso-ascii-theme-font:minor-latin;font-family:"맑은 고딕"'> 보통</span><span lang=EN-US style='font-family:Symbol'>x</span><span style='font-size:10.0pt'>끝<o:p></o:p></span></p>
    <!--EndFragment--></body></html>`
  expect(tidied(html)).toBe(
    '<p data-leading="180"><span data-font="휴먼명조"><span data-size="14"><span data-tracking="5">큰 글</span></span></span>' +
      '<span data-font="바탕"> Ⅱ</span> 보통x끝</p>',
  )
})

test('[TX8] fonts and sizes of web pages, whose usual text nobody knows, stay behind', () => {
  const html = `<style>p {font-family: Arial}</style><p><span style="font-family:바탕;font-size:18pt;line-height:2;letter-spacing:1pt">글</span></p>`
  expect(tidied(html)).toBe('<p>글</p>')
})

test('[TX8] merged cells of Hangul’s and Excel’s tables stay merged', () => {
  const hwp = `<TABLE border="1" cellspacing="0" cellpadding="0" style='border-collapse:collapse;border:none;'>
    <TR><TD rowspan="2" valign="middle" bgcolor="#e5e5e5" style='width:91;height:35;'><P CLASS=HStyle0
    STYLE='text-align:center;'>구분</P></TD><TD colspan="2"><P>2026년</P></TD></TR>
    <TR><TD><P>상반기</P></TD><TD><P>하반기</P></TD></TR></TABLE>`
  expect(tidied(hwp)).toBe(
    '<table><tr><td rowspan="2" data-fill="#e5e5e5"><p data-align="center">구분</p></td><td colspan="2"><p>2026년</p></td></tr>' +
      '<tr><td><p>상반기</p></td><td><p>하반기</p></td></tr></table>',
  )
  const excel = `<table border=0 cellpadding=0 width=144><col width=72 span=2><thead><tr height=22><td
    class=xl65>항목</td><td>금액</td></tr></thead><tbody><tr><td>교통비</td><td align=right
    x:num>1,200</td></tr></tbody></table>`
  expect(tidied(excel)).toBe(
    '<table><tr><th><p>항목</p></th><th><p>금액</p></th></tr>' +
      '<tr><td><p>교통비</p></td><td><p data-align="right">1,200</p></td></tr></table>',
  )
})

test('[TX8] what Excel says of its cells by classes is theirs', () => {
  const html = `<style>
    <!--td {font-size:11.0pt; font-weight:400; color:black; text-align:general; font-family:"맑은 고딕", monospace;}
    .xl65 {font-weight:700; text-align:center; background:#DDEBF7; mso-pattern:black none; vertical-align:top; font-family:"맑은 고딕", monospace;}
    td.xl66, .xl67 {text-align:right; color:#C00000;}
    .font5 {font-style:italic}-->
    </style><table><tr><td class=xl65>항목</td><td class="xl66 xl65" style='font-weight:400'>금액</td></tr>
    <tr><td class=xl67>1,200</td><td><font class="font5">비고</font></td></tr></table>`
  expect(tidied(html)).toBe(
    '<table><tr><td data-fill="#ddebf7" data-stand="top"><p data-align="center"><strong>항목</strong></p></td>' +
      '<td data-fill="#ddebf7" data-stand="top"><p data-align="center"><span class="ink-red">금액</span></p></td></tr>' +
      '<tr><td><p data-align="right"><span class="ink-red">1,200</span></p></td>' +
      '<td><p><em>비고</em></p></td></tr></table>',
  )
  expect(stylesAside(html)).not.toMatch(/<style|\sstyle=/i)
})

test('[TX8] a table within a cell becomes lines of the cell', () => {
  const html = '<table><tr><td>밖<table><tr><td>안</td><td>쪽</td></tr></table></td></tr></table>'
  expect(tidied(html)).toBe('<table><tr><td><p>밖</p><p>안</p><p>쪽</p></td></tr></table>')
})

test('[TX9] no picture is fetched: its place says why, a counting dot leaves none', () => {
  const html = `<p>앞<img src="https://track.example/p.gif" width="1" height="1">뒤</p>
    <p><img src="https://news.example/a.jpg" alt="현장" srcset="https://x.example/b.jpg 2x" onerror="x()"></p>
    <p><img src="file:///C:/Users/kim/AppData/Local/Temp/Hnc/BinData/EMB0001.png" v:shapes="그림_1"></p>
    <p><img src="data:image/png;base64,AAAA" style="width:1px"></p>
    <p><img src="data:image/png;base64,AAAA" alt="도장"></p>`
  expect(tidied(html)).toBe(
    '<p>앞뒤</p><p><img alt="현장" data-missing="foreign"></p><p><img data-missing="local"></p>' +
      '<p><img alt="도장" src="data:image/png;base64,AAAA"></p>',
  )
})

test('[TX8] scripts, styles, hidden text and forms of web pages leave nothing', () => {
  const html = `<div onclick="x()"><script>alert(1)</script><style>p{}</style><svg><script>1</script></svg>
    <div style="display:none">숨은 글</div><button>누르기</button><iframe src="https://x.example"></iframe>
    <article><h2 class="t">소식</h2><p>본문<br>둘째 줄</p><ol><li>하나<ul><li>속</li></ul></li></ol><hr>
    <pre>첫 줄
  둘째</pre></article></div>`
  expect(tidied(html)).toBe(
    '<h2>소식</h2><p>본문<br>둘째 줄</p><p data-kind="number" data-level="1">하나</p>' +
      '<p data-kind="bullet" data-level="2">속</p><hr><p>첫 줄</p><p>  둘째</p>',
  )
})

test('[TX8] numbers of pictures and tables are known again', () => {
  expect(tidied('<p align=center>&lt;그림 1&gt; 위치도</p><p>〈표 3〉 예산</p>')).toBe(
    '<p data-align="center" data-caption="figure">위치도</p><p data-caption="tabular">예산</p>',
  )
})

test(
  '[TX10] what is too much is cut, whatever its shape',
  () => {
    const huge = `<table>${`<tr>${'<td colspan=1000 rowspan=1000>칸</td>'.repeat(90)}</tr>`.repeat(90)}</table>`
    const page = new DOMParser().parseFromString(huge, 'text/html')
    const { body, isCut } = tidy(page.body)
    expect(isCut).toBe(true)
    let cells = 0
    for (const cell of body.querySelectorAll<HTMLTableCellElement>('td'))
      cells += cell.colSpan * cell.rowSpan
    expect(cells).toBeLessThanOrEqual(BOUNDS.cells + BOUNDS.columns * 90)

    let deep = document.createElement('div')
    const top = deep
    for (let i = 0; i < 400; i += 1) {
      const next = document.createElement(i % 3 ? 'div' : 'span')
      deep.append(next)
      deep = next as HTMLDivElement
    }
    deep.append('바닥')
    expect(tidy(top).body.textContent).toBe('바닥')
    expect(tidy(top).isCut).toBe(true)
  },
  SLOW_MS,
)

function expectTidy(body: Element): void {
  const all = (where: string) => [...body.querySelectorAll(where)]
  for (const { tagName } of body.children) expect(tagName).toMatch(/^(P|H[1-3]|HR|TABLE)$/)
  for (const { tagName } of all('td > *, th > *')) expect(tagName).toMatch(/^(P|H[1-3])$/)
  for (const line of all('p, h1, h2, h3')) {
    expect(line.querySelector('p, h1, h2, h3, table, script, style')).toBeNull()
  }
  const names = all('*').flatMap(one => [...one.attributes].map(({ name }) => name))
  for (const name of names) expect(name).toMatch(KEPT)
}

/** The same numbers each run. */
function* random(seed: number): Generator<number> {
  let state = seed
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    yield state / 2_147_483_648
  }
}

test(
  '[TX10] whatever the tree, the outcome holds lines, rules, tables and nothing else',
  () => {
    const tags =
      'p div span b table tr td th ul ol li h3 img br hr pre a o:p font script style del'.split(' ')
    const styles = [
      '',
      'mso-list:l0 level9 lfo1',
      'display:none',
      'font-weight:bold',
      'text-align:center;;:x',
    ]
    for (let seed = 1; seed <= 25; seed += 1) {
      const dice = random(seed)
      const pick = <T>(from: readonly T[]) =>
        from[Math.floor((dice.next().value as number) * from.length)] as T
      const all: Element[] = [document.createElement('div')]
      for (let i = 0; i < 80; i += 1) {
        const made = document.createElement(pick(tags))
        made.setAttribute('style', pick(styles))
        if (made.tagName === 'TD')
          made.setAttribute('rowspan', pick(['0', '-3', '7', 'x', '99999999999']))
        made.append(pick(['', '□ 가', ' \u00a0', '<', '- 나']))
        pick(all).append(made)
        all.push(made)
      }
      expectTidy(tidy(all[0] as Element).body)
    }
  },
  SLOW_MS,
)

test('[TX8] a box of text keeps its frame, as a table of one cell', () => {
  const word = `<div style='mso-element:para-border-div;border:solid windowtext 1.0pt;padding:1.0pt 4.0pt'>
    <p class=MsoNormal style='border:none'>알림</p><p class=MsoNormal style='border:none'>기한 엄수</p></div>`
  expect(tidied(`<p>앞</p>${word}<p>뒤</p>`)).toBe(
    '<p>앞</p><table><tr><td><p>알림</p><p>기한 엄수</p></td></tr></table><p>뒤</p>',
  )
  const hangul = `<P CLASS=HStyle0 STYLE='border-top:solid #000000 0.4pt;border-right:solid #000000 0.4pt;
    border-bottom:solid #000000 0.4pt;border-left:solid #000000 0.4pt'>글상자</P>`
  expect(tidied(hangul)).toBe('<table><tr><td><p>글상자</p></td></tr></table>')
})

test('[TX8] lines on some sides, none, or around a whole page are no frame', () => {
  expect(tidied(`<p style="border-bottom:1px solid #000">밑줄</p>`)).toBe('<p>밑줄</p>')
  expect(tidied(`<div style="border:0 solid #000">글</div>`)).toBe('<p>글</p>')
  expect(
    tidied(`<div style="border:1px solid #000"><table><tr><td>칸</td></tr></table></div>`),
  ).toBe('<table><tr><td><p>칸</p></td></tr></table>')
  expect(tidied(`<div style="border:1px solid #000">${'글 '.repeat(3000)}</div>`)).not.toContain(
    'table',
  )
})

test('[TX8] what stands above or below the line keeps its meaning', () => {
  expect(tidied('<p>10m<sup>2</sup>, CO<sub>2</sub>, 제1<sup>판</sup></p>')).toBe(
    '<p>10m², CO₂, 제1판</p>',
  )
})

test('[TX8] a footnote of Word is a footnote, and its list at the end does not come along', () => {
  const html = `<p class=MsoNormal>예산<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span
    class=MsoFootnoteReference>[1]</span></a> 편성</p><div style='mso-element:footnote-list'><br clear=all><hr
    align=left size=1 width="33%"><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
    style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1"><span>[1]</span></a> 국가재정법
    제28조</p></div></div>`
  expect(tidied(html)).toBe('<p>예산<sup data-footnote="국가재정법 제28조"></sup> 편성</p>')
})

test('[TX8] a title of Hangul is one, and what it says of its own pictures is no description', () => {
  const html = `<P STYLE='text-align:center;'><SPAN STYLE='font-size:20.0pt;font-weight:bold'>하천 정비
    추진계획</SPAN></P><P STYLE='text-align:center;'><SPAN STYLE='font-size:12.0pt'>2026. 11.</SPAN></P>
    <P><IMG src="file:///C:/a.png" alt="그림입니다. 원본 그림의 이름: 하천.jpg 원본 그림의 크기: 가로 10pixel"></P>`
  expect(tidied(html)).toBe(
    '<h1 data-align="center"><strong>하천 정비 추진계획</strong></h1><p data-align="center">2026. 11.</p>' +
      '<p><img data-missing="local"></p>',
  )
})

test('[TX8] styles, scripts and handlers are gone before anything is parsed', () => {
  const html = `<head><STYLE><!-- p {color:red} --></STYLE></head><p style='color:red' onclick="x()">글<img
    src="https://a.example/a.png" onerror=alert(1)><script>x()</script></p>`
  const aside = stylesAside(html)
  expect(aside).not.toMatch(/<style|<script|\son(click|error)|\sstyle=/i)
  expect(tidied(html)).toContain('<span class="ink-red">글</span>')
})
