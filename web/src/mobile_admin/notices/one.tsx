/** One notice: its first page, what is known of it, and what may be done with it. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, Ban, Download, FileText, QrCode, RotateCcw, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Dialog } from '@/kit/dialog'
import { TextArea } from '@/kit/field'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Qr } from '@/kit/qr'
import { toast, toastRefusal } from '@/kit/toast'
import { Handing } from './handing'
import s from './notices.module.css'
import { Badges } from './standing'
import { cancel, oneOf, pdfOf, pictureOf, reissue, retry, type Whole } from './state'
import { words } from './words'

export function OneNotice() {
  const { id = '' } = useParams()
  return (
    <Boundary>
      <Shown id={id} />
    </Boundary>
  )
}

function Shown({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(oneOf(id))
  return (
    <Page
      title={data.title}
      note={`${data.number} · ${data.recipients.join(', ')}`}
      acts={
        <>
          <LinkButton icon={ArrowLeft} to="/field/notices">
            {t('toList')}
          </LinkButton>
          {data.state === 'ready' && (
            <LinkButton look="primary" icon={Download} to={pdfOf(id)} download>
              {t('download')}
            </LinkButton>
          )}
        </>
      }
    >
      <div className={s.two}>
        <Sheet data={data} />
        <div className={s.stack}>
          <Facts data={data} />
          {data.standing === 'valid' && <Handing id={id} />}
          <Verification data={data} />
          <Ending data={data} />
        </div>
      </div>
    </Page>
  )
}

function Sheet({ data }: { readonly data: Whole }) {
  const t = useWords(words)
  return (
    <div className={s.large} role="status" aria-live="polite">
      {data.has_picture ? (
        <img src={pictureOf(data.id)} alt={t('picture', { number: data.number })} />
      ) : (
        <div className={s.making}>
          <FileText size={56} strokeWidth={1} aria-hidden />
          {t(data.state === 'ready' ? 'waiting' : data.state)}
        </div>
      )}
    </div>
  )
}

function Facts({ data }: { readonly data: Whole }) {
  const t = useWords(words)
  const level = data.level === 'B-T' ? t('levelBT') : t('levelBB')
  return (
    <Card title={t('registered')} icon={FileText} aside={<Badges line={data} />}>
      <dl className={s.facts}>
        <Fact name={t('registered')}>{data.registered}</Fact>
        <Fact name={t('issuedAt')}>
          <time dateTime={data.issued_at}>{dateTime(data.issued_at)}</time>
        </Fact>
        <Fact name={t('to')}>{data.recipients.join(', ')}</Fact>
        <Fact name={t('sealed')}>
          {data.level ? [level, data.level_note].filter(Boolean).join(' · ') : t('notSealed')}
        </Fact>
        {data.provisional && <Fact name={t('provisional')}>{data.provisional}</Fact>}
      </dl>
      {data.ending && (
        <p>
          {t('ended', { standing: t(data.standing), reason: data.ending.reason })}{' '}
          <time dateTime={data.ending.at}>{dateTime(data.ending.at)}</time>
        </p>
      )}
      {data.problem && <p>{data.problem}</p>}
      <p className={s.links}>
        <Link to={`/field/sent/${data.submission_id}`}>{t('toSubmission')}</Link>
        {data.node_id ? (
          <Link to={`/drive/f/${data.node_id}`}>{t('inDrive')}</Link>
        ) : (
          <span>{t('notInDrive')}</span>
        )}
        {data.supersedes && <Link to={`/field/notices/${data.supersedes}`}>{t('supersedes')}</Link>}
        {data.ending?.replaced_by && (
          <Link to={`/field/notices/${data.ending.replaced_by}`}>{t('replacedBy')}</Link>
        )}
      </p>
    </Card>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Verification({ data }: { readonly data: Whole }) {
  const t = useWords(words)
  return (
    <Card title={t('code')} icon={QrCode}>
      <div className={s.beside}>
        <Qr rows={data.qr} label={t('verifyQr')} />
        <div className={s.stack}>
          <strong className={s.code}>{data.code}</strong>
          <a className={s.line} href={data.address} target="_blank" rel="noreferrer">
            <ShieldCheck size={16} aria-hidden /> {t('openVerify')}
          </a>
        </div>
      </div>
    </Card>
  )
}

type Act = 'cancel' | 'reissue'

function Ending({ data }: { readonly data: Whole }) {
  const t = useWords(words)
  const [act, setAct] = useState<Act | null>(null)
  const mayEnd = data.may_end && data.standing === 'valid'
  if (!mayEnd && data.state !== 'failed') return null
  return (
    <Card title={t('acts')} icon={RotateCcw}>
      <div className={s.acts}>
        {data.state === 'failed' && (
          <Button
            look="primary"
            icon={RotateCcw}
            onPress={() => void retry(data.id).then(() => toast(t('again')), toastRefusal)}
          >
            {t('retry')}
          </Button>
        )}
        {mayEnd && (
          <>
            <Button icon={RotateCcw} onPress={() => setAct('reissue')}>
              {t('reissue')}
            </Button>
            <Button look="danger" icon={Ban} onPress={() => setAct('cancel')}>
              {t('cancel')}
            </Button>
          </>
        )}
      </div>
      <Dialog
        title={t(act === 'cancel' ? 'cancelTitle' : 'reissueTitle')}
        isOpen={act !== null}
        onOpenChange={() => setAct(null)}
        isDismissable={false}
      >
        {close => act && <Why data={data} act={act} close={close} />}
      </Dialog>
    </Card>
  )
}

interface WhyProps {
  readonly data: Whole
  readonly act: Act
  readonly close: () => void
}

function Why({ data, act, close }: WhyProps) {
  const t = useWords(words)
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  async function go() {
    setBusy(true)
    try {
      const made = await (act === 'cancel' ? cancel : reissue)(data.id, reason)
      toast(act === 'cancel' ? t('cancelDone') : t('reissueDone', { number: made.number }))
      close()
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  return (
    <div className={s.stack}>
      <TextArea label={t('reason')} value={reason} onChange={setReason} isRequired />
      <Button
        look={act === 'cancel' ? 'danger' : 'primary'}
        isPending={isBusy}
        isDisabled={reason.trim().length < 2}
        onPress={() => void go()}
      >
        {t(act)}
      </Button>
    </div>
  )
}
