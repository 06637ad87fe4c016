/** Whose screen this is, faintly over all of it. A browser cannot stop a capture; it can be traced. */
import { useEffect, useState } from 'react'
import { useLatest } from '../channel'
import type { Part } from '../chrome/part'
import type { Desk } from '../desk'
import { type Mark, permit } from '../permit'
import s from './clipboard.module.css'

const TIMES = 160
const MINUTE_MS = 60_000
const moment = new Intl.DateTimeFormat('ko-KR', {
  timeZone: 'Asia/Seoul',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})

export const watermark: Part = {
  id: 'watermark',
  isOnSecond: true,
  order: 15,
  Overlay({ desk }: { readonly desk: Desk }) {
    const mark = useLatest(desk.channel, permit)?.mark
    return mark ? <Sheet mark={mark} /> : null
  },
}

function Sheet({ mark: { name, division, code } }: { readonly mark: Mark }) {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS)
    return () => clearInterval(timer)
  }, [])
  const text = `${name} · ${division} · ${moment.format(now)} · ${code}`
  return (
    <div className={s.mark} aria-hidden data-mark={code}>
      {Array.from({ length: TIMES }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all are the same
        <span key={place}>{text}</span>
      ))}
    </div>
  )
}
