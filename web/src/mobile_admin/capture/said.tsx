/** A form's own words, with their emphasis. HTML in them is shown as it is written. */
import type { CSSProperties, ReactNode } from 'react'
import type { Mark, Said as SaidText } from './engine/node'

const ELEMENTS = new Set(['p', 'em', 'strong', 'u', 'ul', 'ol', 'li', 'span', 'div'])

export function Said({ text }: { readonly text: SaidText }) {
  return <>{text.formatted.map(draw)}</>
}

function draw(mark: Mark): ReactNode {
  if (mark.role === 'child') return mark.value
  if (mark.role === 'line-break') return <br key={mark.id} />
  if (mark.role === 'html') return mark.unsafeHtml
  const inside = mark.children.map(draw)
  const style = colourOf(mark.properties?.style)
  if (mark.elementName === 'a') return <Away key={mark.id} href={mark.url} inside={inside} />
  if (/^h[1-6]$/.test(mark.elementName)) return <strong key={mark.id}>{inside}</strong>
  // A paragraph of one line stays a part of the line that it stands in.
  const Element =
    mark.elementName === 'p' || !ELEMENTS.has(mark.elementName) ? 'span' : mark.elementName
  const Drawn = Element as 'span'
  return (
    <Drawn key={mark.id} style={style}>
      {inside}
    </Drawn>
  )
}

function Away({
  href = '',
  inside,
}: {
  readonly href?: string | undefined
  readonly inside: ReactNode
}) {
  if (!/^(https?:|tel:|mailto:)/.test(href)) return <span>{inside}</span>
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {inside}
    </a>
  )
}

function colourOf(style: Readonly<Record<string, string | undefined>> | undefined): CSSProperties {
  const color = style?.color
  return color && /^(#[\da-f]{3,8}|[a-z]+)$/i.test(color) ? { color } : {}
}
