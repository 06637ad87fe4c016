/** What stays behind of what other programs put into a clipboard. Pure. */

export const DROPPED = new Set(
  `SCRIPT STYLE TITLE META LINK BASE XML TEMPLATE NOSCRIPT IFRAME OBJECT EMBED SVG CANVAS MATH VIDEO
  AUDIO INPUT SELECT TEXTAREA BUTTON COL COLGROUP MAP AREA`.split(/\s+/),
)
const TINY_PX = 3
/** What Hangul writes where nobody has described a picture. */
const BY_HANGUL = /^(그림|묶음 개체|사각형|표)입니다\.|원본 그림의 (이름|크기):/

/** Only what is sent along, or is ours already; another has the reason in its place. */
export function pictureOf(element: Element): HTMLElement {
  const source = element.getAttribute('src') ?? ''
  const image = element.ownerDocument.createElement('img')
  for (const name of ['alt', 'data-picture', 'data-width', 'data-ratio', 'data-missing']) {
    const value = element.getAttribute(name)
    if (value !== null && !(name === 'alt' && BY_HANGUL.test(value))) {
      image.setAttribute(name, value.slice(0, 500))
    }
  }
  if (/^data:image\//i.test(source)) image.setAttribute('src', source)
  else if (!image.hasAttribute('data-picture') && !image.hasAttribute('data-missing')) {
    const isLocal = source === '' || /^(file|cid|blob|webkit-fake-url):/i.test(source)
    image.setAttribute('data-missing', isLocal ? 'local' : 'foreign')
  }
  return image
}

/** What Word draws for itself: markers of lists, lists of comments, what was deleted. */
export function isOffice(element: Element, style: ReadonlyMap<string, string>): boolean {
  if (style.get('mso-list') === 'ignore') return true
  if (
    /^(comment-list|comment|footnote-list|endnote-list|header|footer|frame)$/.test(
      style.get('mso-element') ?? '',
    )
  )
    return true
  if (element.tagName === 'DEL' && element.hasAttribute('datetime')) return true
  return /\b(MsoCommentReference|msocomanchor)\b/i.test(element.className?.toString() ?? '')
}

/** A picture that counts readers and shows nothing. */
export function isTiny(element: Element, style: ReadonlyMap<string, string>): boolean {
  return ['width', 'height'].some(side => {
    const said = Number.parseFloat(element.getAttribute(side) ?? style.get(side) ?? '')
    return Number.isFinite(said) && said < TINY_PX
  })
}
