/** What was refused to this desktop and why, with a way to ask for it. */
import { useQuery } from '@tanstack/react-query'
import { CircleSlash } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { time } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Row, Rows } from '@/kit/list'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { TextField } from '@/kit/text-field'
import { toast, toastRefusal } from '@/kit/toast'
import type { Desk } from '../desk'
import s from './clipboard.module.css'
import { words } from './names.words'
import { askFor, key, list, type RefusedName } from './refused-names'

const LONGEST = 200
/** What an administrator could open. */
const OPENABLE: readonly RefusedName['why'][] = ['unlisted', 'denied']

export function NamesPanel({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const { desktop } = desk
  const found = useQuery({ queryKey: key(desktop), queryFn: () => list(desktop) })
  const [wished, wish] = useState<string | null>(null)
  return (
    <>
      <p className={s.note}>{t('note')}</p>
      {found.isPending && <Skeleton rows={2} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {found.data?.length === 0 && <p className={s.note}>{t('empty')}</p>}
      <Rows>
        {(found.data ?? []).map(one => (
          <Line
            key={`${one.name}:${one.port}`}
            one={one}
            onWish={() => wish(one.name)}
            isWished={wished === one.name}
          />
        ))}
      </Rows>
      {wished !== null && (
        <Wish key={wished} desktop={desktop} name={wished} onDone={() => wish(null)} />
      )}
    </>
  )
}

function Line({
  one: { name, port, why, at, is_asked },
  onWish,
  isWished,
}: {
  readonly one: RefusedName
  readonly onWish: () => void
  readonly isWished: boolean
}) {
  const t = useWords(words)
  return (
    <Row
      start={<CircleSlash size={18} aria-hidden />}
      title={port === 443 ? name : `${name}:${port}`}
      note={`${t(`why.${why}`)} ${time(at)}`}
      end={
        is_asked ? (
          <Badge tone="information">{t('isAsked')}</Badge>
        ) : (
          OPENABLE.includes(why) && (
            <Button
              size="s"
              aria-label={t('wishOf', { name })}
              aria-expanded={isWished}
              onPress={onWish}
            >
              {t('wish')}
            </Button>
          )
        )
      }
    />
  )
}

function Wish({
  desktop,
  name,
  onDone,
}: {
  readonly desktop: string
  readonly name: string
  readonly onDone: () => void
}) {
  const t = useWords(words)
  const [reason, setReason] = useState('')
  const [isPending, setPending] = useState(false)
  async function send() {
    setPending(true)
    try {
      await askFor(desktop, name, reason.trim())
      toast(t('sent', { name }))
      onDone()
    } catch (error) {
      toastRefusal(error)
      setPending(false)
    }
  }
  return (
    <form
      className={s.part}
      aria-label={t('wishOf', { name })}
      onSubmit={event => {
        event.preventDefault()
        if (reason.trim().length > 1) void send()
      }}
    >
      <TextField
        label={`${name}: ${t('reason')}`}
        hint={t('reasonHint')}
        value={reason}
        onChange={setReason}
        maxLength={LONGEST}
        autoFocus
      />
      <div className={s.acts}>
        <Button onPress={onDone}>{t('cancel')}</Button>
        <Button
          type="submit"
          look="primary"
          isPending={isPending}
          isDisabled={reason.trim().length < 2}
        >
          {t('send')}
        </Button>
      </div>
    </form>
  )
}
