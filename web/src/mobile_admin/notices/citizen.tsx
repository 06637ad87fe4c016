/** /notice: a citizen opens what came to them, reads it, and takes the PDF. */
import { useQuery } from '@tanstack/react-query'
import { Ban, Download, FileText, Link2Off, LockOpen, ShieldCheck } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { DisplayQuick } from '@/identity/settings/display'
import { useWords } from '@/kernel/i18n'
import { Mark } from '@/kit/brand'
import { Button } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Empty } from '@/kit/empty'
import { Facts } from '@/kit/facts'
import { TextField } from '@/kit/field'
import { useTitle } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Spinner } from '@/kit/progress'
import { toastRefusal } from '@/kit/toast'
import s from './public.module.css'
import { type CitizenNotice, citizenNotice, openNotice, takePdf } from './public-state'
import { words } from './public-words'

export function CitizenPage() {
  const t = useWords(words)
  useTitle(t('noticeTitle'))
  const [link] = useState(() => linkOf(location.hash))
  const [opened, setOpened] = useState<CitizenNotice | null>(null)
  useEffect(() => history.replaceState(null, '', location.pathname), []) // not into the history
  return (
    <main className={s.page}>
      <div className={cx(s.looks, opened && s.wide)}>
        <DisplayQuick />
      </div>
      <section className={cx(s.card, opened && s.wide)}>
        {opened ? (
          <Notice first={opened} />
        ) : (
          <>
            <div className={s.brand}>
              <Mark size={32} />
              <h1 className={s.title}>{t('noticeTitle')}</h1>
            </div>
            {link ? (
              <Door {...link} onOpen={setOpened} />
            ) : (
              <Empty icon={Link2Off} title={t('noLink')} note={t('noLinkNote')} />
            )}
          </>
        )}
      </section>
    </main>
  )
}

interface LinkParts {
  readonly asks: 'birth' | 'code'
  readonly token: string
}

function linkOf(hash: string): LinkParts | null {
  const found = /^#(birth|code)\.([\w-]{20,80})$/.exec(hash)
  return found ? { asks: found[1] as LinkParts['asks'], token: found[2] as string } : null
}

function Door({ asks, token, onOpen }: LinkParts & { onOpen: (found: CitizenNotice) => void }) {
  const t = useWords(words)
  const [answer, setAnswer] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  async function open(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      onOpen(await openNotice(token, answer))
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <form className={s.stack} onSubmit={event => void open(event)}>
      <p className={s.note}>{t('noticeNote')}</p>
      {error !== null && <Problem error={error} />}
      <TextField
        label={t(asks === 'birth' ? 'birth' : 'digits')}
        hint={t(asks === 'birth' ? 'birthHint' : 'digitsHint')}
        value={answer}
        onChange={setAnswer}
        inputMode="numeric"
        autoComplete="off"
        maxLength={14}
        isRequired
      />
      <Button type="submit" look="primary" wide icon={LockOpen} isPending={isBusy}>
        {t('open')}
      </Button>
    </form>
  )
}

function Notice({ first }: { readonly first: CitizenNotice }) {
  const t = useWords(words)
  const { data } = useQuery(citizenNotice(first))
  useTitle(data.title)
  return (
    <article className={s.stack}>
      <header className={s.letter}>
        <p className={s.agency}>{data.agency}</p>
        <h1 className={s.title}>{data.title}</h1>
        <p>{t('to', { name: data.to })}</p>
        <p className={s.note}>{t('number', { number: data.number, day: data.day })}</p>
      </header>
      {data.standing !== 'valid' && (
        <p className={cx(s.mark, s.bad)} role="status">
          <Ban size={18} aria-hidden /> {t('endedNow')}
        </p>
      )}
      <p>{data.opening}</p>
      <section aria-label={t('contents')}>
        <Facts look="ruled" facts={data.shares.map(({ head, text }) => [head, text])} />
      </section>
      {data.closing.map(({ head, text }) => (
        <section key={head}>
          <h2>{head}</h2>
          <p>{text}</p>
        </section>
      ))}
      <p className={s.sender}>{data.sender}</p>
      {data.is_ready ? (
        <Button
          look="primary"
          wide
          icon={Download}
          onPress={() => void takePdf(data).catch(toastRefusal)}
        >
          {t('takePdf')}
        </Button>
      ) : (
        <p className={s.note} role="status">
          <Spinner /> {t('making')}
        </p>
      )}
      <a className={s.link} href={data.verify}>
        <ShieldCheck size={18} aria-hidden /> {t('verifyThis')} {data.code}
      </a>
      <section>
        <h2 className={s.headed}>
          <FileText size={16} aria-hidden /> {t('contact')}
        </h2>
        <p>{data.contact.join(' · ')}</p>
      </section>
      <p className={s.note}>{t('received')}</p>
    </article>
  )
}
