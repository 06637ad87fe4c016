/** From the code on a photograph to the screen that showed it. */
import { type FormEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Button } from '@/kit/button'
import { TextField } from '@/kit/field'
import { Row, Rows } from '@/kit/list'
import { toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { trace } from './state'
import { words } from './trace.words'

type Found = Awaited<ReturnType<typeof trace>>

export function Trace() {
  const t = useWords(words)
  const [code, setCode] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  async function look(event: FormEvent) {
    event.preventDefault()
    try {
      setFound(await trace(code))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <div className={s.trace}>
      <form onSubmit={event => void look(event)}>
        <TextField label={t('code')} value={code} onChange={setCode} autoComplete="off" />
        <Button type="submit" isDisabled={code.trim() === ''}>
          {t('find')}
        </Button>
      </form>
      <p className={s.quiet}>
        {t('traceNote')} {t('honest')}
      </p>
      {found?.length === 0 && <p role="status">{t('notFound')}</p>}
      {found && found.length > 0 && (
        <Rows>
          {found.map(one => (
            <Row
              key={one.desktop_id}
              title={`${one.person} · ${one.division}`}
              note={`${one.pool} · ${
                one.ended_at
                  ? t('tracedAt', {
                      from: dateTime(one.started_at),
                      to: dateTime(one.ended_at),
                    })
                  : t('stillOpen', { from: dateTime(one.started_at) })
              }`}
            />
          ))}
        </Rows>
      )}
    </div>
  )
}
