/** 복구 (P05): what stays of one's desktops, the moments to go back to, and a reset of settings. */
import { useSuspenseQuery } from '@tanstack/react-query'
import {
  Bookmark,
  Camera,
  Check,
  Download,
  FolderClosed,
  HardDrive,
  History,
  type LucideIcon,
  Monitor,
  MonitorPlay,
  RotateCcw,
  Settings2,
} from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useSession } from '@/kernel/session'
import { bytes } from '@/kernel/text'
import { Badge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Progress } from '@/kit/progress'
import { toast, toastRefusal } from '@/kit/toast'
import { GoingBack } from './going-back'
import s from './page.module.css'
import { type Home, homes, homesKey, keepNow, reset, restore, type Snapshot, whenOf } from './state'
import { words } from './words'

export function Recovery() {
  const t = useWords(words)
  return (
    <Page
      title={t('title')}
      note={t('note')}
      acts={
        <LinkButton to="/desktops" icon={MonitorPlay}>
          {t('desktops')}
        </LinkButton>
      }
    >
      <Boundary>
        <All />
      </Boundary>
    </Page>
  )
}

function All() {
  const t = useWords(words)
  const { person } = useSession()
  const { data } = useSuspenseQuery(homes)
  useLive(`person:${person.id}`, homesKey)
  if (data.length === 0) return <Empty icon={HardDrive} title={t('none')} note={t('noneNote')} />
  return data.map(home => (
    <Card
      key={home.zone}
      title={t(`zone.${home.zone}`)}
      icon={HardDrive}
      aside={<HomeBadges home={home} />}
    >
      <OneHome home={home} />
    </Card>
  ))
}

function HomeBadges({ home }: { readonly home: Home }) {
  const t = useWords(words)
  return (
    <span className={s.badges}>
      <Badge tone={home.in_use ? 'success' : 'neutral'}>
        {home.in_use ? t('inUse') : t('resting')}
      </Badge>
      <Badge tone={home.encrypted ? 'primary' : 'warning'}>
        {home.encrypted ? t('encrypted') : t('plain')}
      </Badge>
    </span>
  )
}

function OneHome({ home }: { readonly home: Home }) {
  const t = useWords(words)
  const share = home.size_bytes > 0 ? home.used_bytes / home.size_bytes : 0
  return (
    <div className={s.home}>
      <div className={s.what}>
        <Kept
          title={t('stays')}
          what={t('staysWhat')}
          icons={[FolderClosed, Bookmark, Settings2]}
          stays
        />
        <Kept title={t('goes')} what={t('goesWhat')} icons={[Download, Monitor]} />
      </div>
      <div className={s.size}>
        <Progress
          value={share * 100}
          label={t('used', { size: bytes(home.size_bytes), used: bytes(home.used_bytes) })}
        />
      </div>
      {home.error !== '' && !home.in_use && <p className={s.warning}>{t('error')}</p>}
      <div className={s.acts}>
        <KeepNow home={home} />
        <ResetSettings home={home} />
      </div>
      {home.in_use && <p className={s.quiet}>{t('resetInUse')}</p>}
      <section>
        <h3 className={s.heading}>
          <History size={16} aria-hidden /> {t('moments')}
        </h3>
        <Moments home={home} />
      </section>
    </div>
  )
}

function Kept({
  title,
  what,
  icons,
  stays = false,
}: {
  readonly title: string
  readonly what: string
  readonly icons: readonly LucideIcon[]
  readonly stays?: boolean
}) {
  return (
    <div className={stays ? s.stays : s.goes}>
      <span className={s.icons}>
        {icons.map(Icon => (
          <Icon key={Icon.displayName} size={20} aria-hidden />
        ))}
      </span>
      <strong>{title}</strong>
      <span className={s.quiet}>{what}</span>
    </div>
  )
}

function Moments({ home }: { readonly home: Home }) {
  const t = useWords(words)
  const [chosen, choose] = useState<Snapshot | null>(null)
  if (home.snapshots.length === 0)
    return <Empty icon={Camera} title={t('noMoments')} note={t('noMomentsNote')} />
  return (
    <>
      <ol className={s.moments}>
        {home.snapshots.map(snapshot => (
          <li key={snapshot.id} className={s.moment}>
            <span className={s.dot} aria-hidden />
            <span className={s.when}>
              <strong>{whenOf(snapshot, home)}</strong>
              <span className={s.quiet}>
                <Moment at={snapshot.taken_at} /> ·{' '}
                {t('moment', { count: snapshot.files, size: bytes(snapshot.bytes) })}
              </span>
            </span>
            <Button
              size="s"
              icon={RotateCcw}
              aria-label={t('lookAt', { at: whenOf(snapshot, home) })}
              onPress={() => choose(snapshot)}
            >
              {t('look')}
            </Button>
          </li>
        ))}
      </ol>
      <GoingBack home={home} snapshot={chosen} onDone={() => choose(null)} />
    </>
  )
}

function KeepNow({ home }: { readonly home: Home }) {
  const t = useWords(words)
  const [busy, setBusy] = useState(false)
  async function act() {
    setBusy(true)
    try {
      await keepNow(home.zone)
      toast(t('kept'))
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button icon={Camera} isPending={busy} onPress={() => void act()}>
      {t('keepNow')}
    </Button>
  )
}

function ResetSettings({ home }: { readonly home: Home }) {
  const t = useWords(words)
  const [busy, setBusy] = useState(false)
  async function act(close: () => void) {
    setBusy(true)
    try {
      const { before } = await reset(home.zone)
      close()
      toast(t('resetDone'), () => void undo(before))
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  async function undo(before: string) {
    try {
      await restore(home.zone, before, null)
      toast(t('undone'))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <DialogButton
      title={t('resetTitle')}
      trigger={
        <Button icon={Settings2} isDisabled={home.in_use}>
          {t('resetProfile')}
        </Button>
      }
      footer={close => (
        <AskFoot
          leave={close}
          look="danger"
          icon={Check}
          isPending={busy}
          onPress={() => void act(close)}
        >
          {t('resetProfile')}
        </AskFoot>
      )}
    >
      <p>{t('resetAsk')}</p>
    </DialogButton>
  )
}
