/** Where notices appear: once, in the shell. */
import { BellRing, CircleAlert, CircleCheck, X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import {
  Button as AriaButton,
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { cx } from './cx'
import { type Notice, notices } from './toast'
import s from './toasts.module.css'
import { words } from './words'

const watch = (again: () => void) => notices.subscribe(again)
const areThere = () => notices.visibleToasts.length > 0

export function Toasts() {
  const t = useWords(words)
  const isThere = useSyncExternalStore(watch, areThere)
  return (
    // F6 goes to it, and back: it registers for that as it is mounted, and only with a notice in it.
    <ToastRegion
      key={String(isThere)}
      queue={notices}
      aria-label={t('notices')}
      className={cx(s.region)}
    >
      {({ toast: shown }) => (
        <Toast toast={shown} className={cx(s.toast)}>
          <NoticeFace notice={shown.content} close={() => notices.close(shown.key)} />
        </Toast>
      )}
    </ToastRegion>
  )
}

const ICONS = { done: CircleCheck, news: BellRing, refused: CircleAlert }

function NoticeFace({ notice, close }: { readonly notice: Notice; readonly close: () => void }) {
  const t = useWords(words)
  const textOf = useRefusalText()
  const refused = notice.kind === 'refused'
  const Icon = ICONS[notice.kind]
  return (
    <>
      <Icon size={18} aria-hidden className={s[notice.kind]} />
      <ToastContent className={cx(s.words)}>
        <Text slot="title">{refused ? textOf(asRefusal(notice.error)) : notice.text}</Text>
      </ToastContent>
      {notice.kind === 'done' && notice.undo && (
        <AriaButton
          className={cx(s.undo)}
          onPress={() => {
            notice.undo?.()
            close()
          }}
        >
          {t('undo')}
        </AriaButton>
      )}
      <AriaButton slot="close" aria-label={t('close')} className={cx(s.close)}>
        <X size={16} aria-hidden />
      </AriaButton>
    </>
  )
}
