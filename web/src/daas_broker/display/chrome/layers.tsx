/** What lies over the picture: the parts' layers, which the pointer does not feel, and the notices. */
import { CircleAlert, Info, X } from 'lucide-react'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button, IconButton } from '@/kit/button'
import { words } from '../../words'
import type { Desk } from '../desk'
import type { Notice } from '../notices'
import s from './chrome.module.css'
import { partsOf } from './parts'

export function Overlays({ desk }: { readonly desk: Desk }) {
  return (
    <div className={s.overlays} data-overlays>
      {partsOf(desk).map(({ id, Overlay }) => Overlay && <Overlay key={id} desk={desk} />)}
    </div>
  )
}

export function NoticeArea({ desk }: { readonly desk: Desk }) {
  const shown = useStore(desk.notices.shown)
  // Whoever took the desktop over is told there.
  const isTaken = useStore(desk.stream.phase) === 'taken'
  const area = useRoom(desk)
  return (
    <div ref={area} className={s.notices} role="status">
      {(isTaken ? [] : shown).map(notice => (
        <Line key={notice.id} notice={notice} onDismiss={() => desk.notices.dismiss(notice.id)} />
      ))}
    </div>
  )
}

/** Where a panel comes from below it leaves them their room: the last line of one was under it. */
function useRoom({ stage }: Desk): RefObject<HTMLDivElement | null> {
  const area = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    const watcher = new ResizeObserver(() =>
      stage.style.setProperty('--notices', `${element.offsetTop + element.offsetHeight}px`),
    )
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [stage])
  return area
}

function Line({ notice, onDismiss }: { readonly notice: Notice; readonly onDismiss: () => void }) {
  const t = useWords(words)
  const { tone = 'information', action, isDismissable = true } = notice
  const Icon = notice.icon ?? (tone === 'information' ? Info : CircleAlert)
  return (
    <div className={s.notice} data-tone={tone} data-notice={notice.id}>
      <Icon size={18} aria-hidden />
      <span className={s.words}>
        {notice.text}
        {notice.note && <span className={s.note}>{notice.note}</span>}
      </span>
      {action && (
        <span className={s.act}>
          <Button size="s" onPress={action.run}>
            {action.label}
          </Button>
        </span>
      )}
      {isDismissable && <IconButton icon={X} label={t('close')} onPress={onDismiss} />}
    </div>
  )
}
