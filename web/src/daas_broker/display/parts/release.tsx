/** A refused text is asked for from the refusal itself; an approved one crosses once. */
import { useQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { queries } from '@/kernel/queries'
import { Refusal } from '@/kernel/refusal'
import { zone as entered, useSession } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { Button, LinkButton } from '@/kit/button'
import { TextField } from '@/kit/field'
import { Row, Rows } from '@/kit/list'
import { toast, toastRefusal } from '@/kit/toast'
import { type Release, desk as releases, releasesKey } from '../../releases/state'
import '../../releases/words'
import type { Desk } from '../desk'
import { askRelease, releaseTold, takeRelease, type Way } from '../permit'
import s from './clipboard.module.css'
import { words } from './release.words'

const SHORTEST_REASON = 5

export interface Askable {
  readonly hold: number
  readonly way: Way
}

interface AskProps {
  readonly desk: Desk
  readonly askable: Askable
  readonly onDone: () => void
}

export function AskForText({ desk, askable: { hold, way }, onDone }: AskProps) {
  const t = useWords(words)
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  useEffect(
    () =>
      desk.channel.on(releaseTold, ({ code }) => {
        setBusy(false)
        if (code) return toastRefusal(new Refusal(code, 409))
        toast(t('asked'))
        void queries.invalidateQueries({ queryKey: releasesKey })
        onDone()
      }),
    [desk, onDone, t],
  )
  return (
    <form
      className={s.part}
      onSubmit={event => {
        event.preventDefault()
        setBusy(true)
        desk.channel.say(askRelease, { hold, reason })
      }}
    >
      <h3 className={s.title}>{t(`title.${way}`)}</h3>
      <p className={s.note}>{t('note')}</p>
      <TextField
        label={t('reason')}
        hint={t('reasonHint')}
        value={reason}
        onChange={setReason}
        maxLength={500}
      />
      <div className={s.acts}>
        <Button onPress={onDone}>{t('drop')}</Button>
        <Button
          look="primary"
          icon={Send}
          type="submit"
          isPending={isBusy}
          isDisabled={reason.trim().length < SHORTEST_REASON}
        >
          {t('ask')}
        </Button>
      </div>
    </form>
  )
}

/** Nothing at all where one has none; and in a zone from which they are not seen. */
export function ApprovedTexts({ desk }: { readonly desk: Desk }) {
  const zone = useStore(entered)
  return zone === 'work' ? <Approved desk={desk} /> : null
}

function Approved({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const { person } = useSession()
  useLive(`person:${person.id}`, releasesKey)
  const { data } = useQuery(releases)
  const [busy, setBusy] = useState<Release | null>(null)
  useEffect(
    () =>
      desk.channel.on(releaseTold, ({ code }) => {
        if (!busy) return
        setBusy(null)
        if (code) toastRefusal(new Refusal(code, 409))
        else toast(t(busy.way === 'in' ? 'taken.in' : 'taken.out'))
        void queries.invalidateQueries({ queryKey: releasesKey })
      }),
    [desk, busy, t],
  )
  const texts = (data?.mine ?? []).filter(one => one.source === 'text')
  const ready = texts.filter(one => one.stage === 'released')
  const waiting = texts.filter(one => one.stage === 'waiting' || one.stage === 'inspecting')
  if (ready.length === 0 && waiting.length === 0) return null
  return (
    <section className={s.part}>
      <h3 className={s.title}>{t('approved')}</h3>
      <Rows>
        {ready.map(one => (
          <Row
            key={one.id}
            title={one.reason}
            note={t('approvedNote')}
            end={
              <Button
                size="s"
                isPending={busy?.id === one.id}
                onPress={() => {
                  setBusy(one)
                  desk.channel.say(takeRelease, { id: one.id })
                }}
              >
                {t(one.way === 'in' ? 'take.in' : 'take.out')}
              </Button>
            }
          />
        ))}
      </Rows>
      {waiting.length > 0 && <p className={s.note}>{t('waiting', { count: waiting.length })}</p>}
      <div className={s.acts}>
        <LinkButton size="s" to="/transfers">
          {t('see')}
        </LinkButton>
      </div>
    </section>
  )
}
