/** Before a recorded desktop opens: who records it, why, and how long it is kept. */
import { Disc, VideoOff } from 'lucide-react'
import { useState } from 'react'
import { api, ask } from '@/kernel/api'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { useStore } from '@/kernel/store'
import { Button, LinkButton } from '@/kit/button'
import { toastRefusal } from '@/kit/toast'
import type { Desk } from '../desk'
import view from '../view.module.css'
import s from './recording.module.css'
import { words } from './recording.words'

export function RecordingNotice({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const notice = useStore(desk.stream.notice)
  const [isBusy, setBusy] = useState(false)
  if (!notice) return null
  const { basis, retention_days, digest } = notice
  async function accept() {
    setBusy(true)
    const path = { desktop_id: desk.desktop }
    try {
      const body = { digest }
      await ask(api.POST('/api/desktops/{desktop_id}/recording-notice', { params: { path }, body }))
      desk.stream.reopen()
      desk.focus()
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
      if (asRefusal(error).code === 'recording_notice_changed') desk.stream.reopen()
    }
  }
  return (
    <div className={view.veil} role="dialog" aria-labelledby="recording-notice" data-phase="notice">
      <div className={s.notice}>
        <h2 className={s.head} id="recording-notice">
          <Disc size={24} aria-hidden />
          {t('title')}
        </h2>
        <p className={s.quiet}>{t('lead')}</p>
        <dl className={s.facts}>
          <dt>{t('who')}</dt>
          <dd>{t('whoIs')}</dd>
          <dt>{t('why')}</dt>
          <dd>{basis}</dd>
          <dt>{t('what')}</dt>
          <dd>{t('whatIs')}</dd>
          <dt>{t('long')}</dt>
          <dd>{t('longIs', { count: retention_days })}</dd>
        </dl>
        <p className={s.quiet}>{t('during')}</p>
        <div className={s.acts}>
          <Button look="primary" isPending={isBusy} onPress={() => void accept()} autoFocus>
            {t('accept')}
          </Button>
          <LinkButton to="/desktops">{t('leave')}</LinkButton>
        </div>
      </div>
    </div>
  )
}

/** A duty that cannot be done ends the screen; the desktop goes on. */
export function Unrecorded({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  return (
    <div className={view.veil} role="alert" data-phase="unrecorded">
      <VideoOff size={32} strokeWidth={1.5} aria-hidden />
      <p className={view.title}>{t('unrecorded')}</p>
      <p className={view.quiet}>{t('unrecordedNote')}</p>
      <Button look="primary" onPress={() => desk.stream.reopen()}>
        {t('again')}
      </Button>
    </div>
  )
}
