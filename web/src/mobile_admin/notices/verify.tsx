/** /d: whether a document is what it says, for whoever holds one. */
import { useQuery } from '@tanstack/react-query'
import {
  BadgeCheck,
  Ban,
  CircleHelp,
  FileCheck2,
  FileDiff,
  FileSearch,
  Files,
  FileWarning,
  type LucideIcon,
  QrCode,
  SearchX,
} from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { DisplayQuick } from '@/identity/settings/display'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { dateTime } from '@/kernel/time'
import { Mark } from '@/kit/brand'
import { Button, LinkButton } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Empty } from '@/kit/empty'
import { Facts } from '@/kit/facts'
import { TextField } from '@/kit/field'
import { useTitle } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Spinner } from '@/kit/progress'
import { Skeleton } from '@/kit/skeleton'
import { readCode } from './mark'
import s from './public.module.css'
import { type Checked, check, markOf, type PublicNotice, publicNotice } from './public-state'
import { words } from './public-words'

const FACES: Record<PublicNotice['standing'], { icon: LucideIcon; tone: 'good' | 'bad' | 'mild' }> =
  {
    valid: { icon: BadgeCheck, tone: 'good' },
    corrected: { icon: FileDiff, tone: 'mild' },
    cancelled: { icon: Ban, tone: 'bad' },
    reissued: { icon: Files, tone: 'mild' },
  }
const JUDGED: Record<Checked['judgement'], { icon: LucideIcon; tone: 'good' | 'bad' | 'mild' }> = {
  genuine: { icon: FileCheck2, tone: 'good' },
  altered: { icon: FileWarning, tone: 'bad' },
  untrusted: { icon: FileWarning, tone: 'bad' },
  unverified: { icon: CircleHelp, tone: 'mild' },
}

export function Verify() {
  const t = useWords(words)
  useTitle(t('verifyTitle'))
  const { code = '' } = useParams()
  return (
    <main className={s.page}>
      <div className={s.looks}>
        <DisplayQuick />
      </div>
      <section className={s.card}>
        <div className={s.brand}>
          <Mark size={32} />
          <h1 className={s.title}>{t('verifyTitle')}</h1>
        </div>
        {code ? <Looked key={code} code={code} /> : <Ask />}
      </section>
    </main>
  )
}

function Ask() {
  const t = useWords(words)
  const go = useNavigate()
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  function look(event: FormEvent) {
    event.preventDefault()
    const code = readCode(typed)
    setWrong(code === null)
    if (code) void go(`/d/${encodeURIComponent(code)}`)
  }
  return (
    <form className={s.stack} onSubmit={look}>
      <p className={s.note}>{t('verifyNote')}</p>
      <TextField
        label={t('code')}
        hint={t('codeHint')}
        error={isWrong ? t('codeWrong') : null}
        value={typed}
        onChange={text => {
          setTyped(text)
          setWrong(false) // a field that is wrong keeps its form from being sent
        }}
        autoComplete="off"
        maxLength={80}
      />
      <Button type="submit" look="primary" wide icon={FileSearch}>
        {t('look')}
      </Button>
    </form>
  )
}

function Looked({ code }: { readonly code: string }) {
  const t = useWords(words)
  const [mark] = useState(() => location.hash.slice(1))
  const { data, error, refetch } = useQuery(publicNotice(code))
  const another = <LinkButton to="/d">{t('other')}</LinkButton>
  if (error && asRefusal(error).code === 'not_found')
    return <Empty icon={SearchX} title={t('unknown')} note={t('unknownNote')} action={another} />
  if (error) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={4} />
  return (
    <div className={s.stack}>
      <Standing data={data} />
      {mark && <Marked text={mark} data={data} />}
      <NoticeFacts data={data} />
      <Copy code={code} data={data} />
      {another}
    </div>
  )
}

function Standing({ data }: { readonly data: PublicNotice }) {
  const t = useWords(words)
  const { icon: Icon, tone } = FACES[data.standing]
  return (
    <div className={cx(s.verdict, s[tone])} role="status">
      <Icon size={36} aria-hidden />
      <div>
        <h2>{t(data.standing)}</h2>
        <p>{t(`${data.standing}Note`)}</p>
        {data.replaced_by && (
          <p>
            <a className={s.link} href={`/d/${data.replaced_by.replaceAll('-', '')}`}>
              {t('replacedBy')}
            </a>
          </p>
        )}
      </div>
    </div>
  )
}

/** The square's signature must hold and be about this very document. */
function Marked({ text, data }: { readonly text: string; readonly data: PublicNotice }) {
  const t = useWords(words)
  const { data: mark, isPending } = useQuery(markOf(text))
  if (isPending) return null
  if (mark === null || mark === undefined) return <p className={s.note}>{t('qrUnable')}</p>
  const isGood =
    mark !== 'broken' &&
    mark.code === data.code.replaceAll('-', '') &&
    data.registered.startsWith(mark.office) &&
    mark.issuedAt.getTime() === Date.parse(data.issued_at)
  return (
    <p className={cx(s.mark, isGood ? s.good : s.bad)} role="status">
      <QrCode size={18} aria-hidden /> {t(isGood ? 'qrGood' : 'qrBad')}
    </p>
  )
}

function NoticeFacts({ data }: { readonly data: PublicNotice }) {
  const t = useWords(words)
  const facts: readonly (readonly [string, string])[] = [
    [t('docTitle'), data.title],
    [t('agency'), `${data.agency} ${data.division}`],
    [t('sender'), data.sender],
    [t('registered'), data.registered],
    [t('issued'), dateTime(data.issued_at)],
    ...(data.ended_at ? [[t('since'), dateTime(data.ended_at)] as const] : []),
    [t('code'), data.code],
    ...(data.asked_as ? [[t('provisional'), data.asked_as] as const] : []),
  ]
  return (
    <>
      {data.asked_as && <p className={s.note}>{t('provisionalNote')}</p>}
      <Facts facts={facts} look="ruled" />
      <p className={s.note}>
        {data.level && t(data.level === 'B-T' ? 'levelBT' : 'levelBB')} {t('privacy')}
      </p>
    </>
  )
}

function Copy({ code, data }: { readonly code: string; readonly data: PublicNotice }) {
  const t = useWords(words)
  const chooser = useRef<HTMLInputElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [found, setFound] = useState<Checked | null>(null)
  const [error, setError] = useState<unknown>(null)
  async function take(file: File | undefined) {
    if (!file) return
    setBusy(true)
    setFound(null)
    setError(null)
    await check(code, file).then(setFound, setError)
    setBusy(false)
  }
  return (
    <section className={s.copy}>
      <h2>{t('check')}</h2>
      <p className={s.note}>{t('checkNote')}</p>
      <input
        ref={chooser}
        type="file"
        hidden
        accept="application/pdf,.pdf"
        aria-label={t('choose')}
        onChange={({ currentTarget }) => {
          void take(currentTarget.files?.[0])
          currentTarget.value = ''
        }}
      />
      <Button
        wide
        icon={FileSearch}
        isPending={isBusy}
        isDisabled={!data.is_ready}
        onPress={() => chooser.current?.click()}
      >
        {t('choose')}
      </Button>
      {isBusy && (
        <p className={s.note} role="status">
          <Spinner /> {t('checking')}
        </p>
      )}
      {error !== null && <Problem error={error} />}
      {found && <Judged found={found} />}
    </section>
  )
}

function Judged({ found }: { readonly found: Checked }) {
  const t = useWords(words)
  const { icon: Icon, tone } = JUDGED[found.judgement]
  const hasEnded = found.judgement === 'genuine' && found.standing !== 'valid'
  const note = hasEnded
    ? t('genuineEnded')
    : found.is_other
      ? t('unverifiedOther')
      : t(`${found.judgement}Note`)
  return (
    <div className={cx(s.verdict, s[hasEnded ? 'mild' : tone])} role="status">
      <Icon size={36} aria-hidden />
      <div>
        <h2>{t(found.judgement)}</h2>
        <p>{note}</p>
      </div>
    </div>
  )
}
