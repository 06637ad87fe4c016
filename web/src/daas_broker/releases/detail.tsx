/** One release: how far it is, what was found in it, what of it crosses, and the answer. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, Download, Eye, Gavel, Info, MonitorDown, ScanSearch } from 'lucide-react'
import { useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useSession } from '@/kernel/session'
import { bytes } from '@/kernel/text'
import { dateTime } from '@/kernel/time'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Spinner } from '@/kit/progress'
import { Decide } from './decide'
import { Findings } from './findings'
import { words as findings } from './findings.words'
import { useNow, useTrouble } from './now'
import s from './page.module.css'
import { StageBadge, Steps } from './stage'
import {
  type Detail,
  isOver,
  one,
  placeOf,
  type Release,
  releasesKey,
  waitsForDesktop,
} from './state'
import { words } from './words'

/** A family of formats; other kinds are told by the ending that people know: hwpx, pdf. */
const FAMILIES = ['text', 'picture', 'compound', 'packed', 'program', 'other'] as const

function isFamily(kind: string): kind is (typeof FAMILIES)[number] {
  return (FAMILIES as readonly string[]).includes(kind)
}

export function OneTransfer() {
  const t = useWords(words)
  const { release = '' } = useParams()
  const { person } = useSession()
  useLive(`person:${person.id}`, releasesKey)
  useLive('releases:all', releasesKey)
  return (
    <Page
      title={t('title')}
      acts={
        <LinkButton icon={ArrowLeft} to="/transfers">
          {t('back')}
        </LinkButton>
      }
    >
      <Boundary>
        <Shown id={release} />
      </Boundary>
    </Page>
  )
}

function Shown({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(one(id))
  const { release } = data
  return (
    <div className={s.stack}>
      <Card title={release.name} icon={Info} aside={<StageBadge stage={release.stage} />}>
        <div className={s.stack}>
          <Standing release={release} />
          <Facts data={data} />
        </div>
      </Card>
      <div className={s.sides}>
        <Card title={t('verdicts')} icon={ScanSearch}>
          {release.findings === null ? (
            <Spinner label={t('stage.inspecting')} />
          ) : (
            <Findings release={release} where={data.where} />
          )}
        </Card>
        <Card title={t('preview')} icon={Eye}>
          <Preview data={data} />
        </Card>
      </div>
      {release.may_decide && (
        <Card title={t('decide.title')} icon={Gavel}>
          <Decide release={release} />
        </Card>
      )}
    </div>
  )
}

function Standing({ release }: { readonly release: Release }) {
  const t = useWords(words)
  const trouble = useTrouble(release)
  const now = useNow(release)
  return (
    <div className={s.form}>
      <Steps release={release} />
      <p>{now}</p>
      {trouble && <p>{trouble}</p>}
      {waitsForDesktop(release) && (
        <div className={s.acts}>
          <LinkButton icon={MonitorDown} to="/desktops">
            {t('openInternet')}
          </LinkButton>
        </div>
      )}
    </div>
  )
}

function Facts({ data: { release, record_sha256 } }: { readonly data: Detail }) {
  const t = useWords(words)
  const tKinds = useWords(findings)
  const place = placeOf(release)
  return (
    <>
      <dl className={s.facts}>
        <dt>{t('who')}</dt>
        <dd>
          {release.person} · {release.division}
        </dd>
        <dt>{t(`to.${release.to}`)}</dt>
        <dd>{place === 'text' ? t('toClipboard') : t(`toPlace.${place}`)}</dd>
        <dt>{t('reason')}</dt>
        <dd>{release.reason}</dd>
        <dt>{t('asked')}</dt>
        <dd>{dateTime(release.asked_at)}</dd>
        <dt>{t('size')}</dt>
        <dd>
          {bytes(release.size_bytes)}
          {release.kind &&
            ` · ${t('kind')} ${isFamily(release.kind) ? tKinds(`kinds.${release.kind}`) : release.kind}`}
        </dd>
        <dt>{t('hash')}</dt>
        <dd className={s.hash}>
          <code>{release.sha256}</code>
        </dd>
        {release.decided_at && (
          <>
            <dt>{t('answer')}</dt>
            <dd>
              {release.answer}{' '}
              <span className={s.quiet}>
                {t('answered', { who: release.decided_by, at: dateTime(release.decided_at) })}
              </span>
            </dd>
          </>
        )}
        {record_sha256 && (
          <>
            <dt>{t('recordHash')}</dt>
            <dd className={s.hash}>
              <code>{record_sha256}</code>
            </dd>
          </>
        )}
      </dl>
      {release.has_evidence && (
        <div className={s.acts}>
          <Button icon={Download} onPress={() => fetchEvidence(release.id)}>
            {t('evidence')}
          </Button>
          <span className={s.quiet}>{t('evidenceNote')}</span>
        </div>
      )}
    </>
  )
}

/** The answer's own header makes it a file. */
function fetchEvidence(id: string): void {
  globalThis.location.assign(`/api/releases/${id}/evidence`)
}

function Preview({ data }: { readonly data: Detail }) {
  const t = useWords(words)
  const { release, text, has_picture } = data
  return (
    <div className={s.form}>
      {has_picture && (
        <img
          className={s.picture}
          src={`/api/releases/${release.id}/picture`}
          alt={t('picture')}
          loading="lazy"
        />
      )}
      {text.trim() ? (
        <>
          <p className={s.quiet}>{t('previewNote')}</p>
          <pre className={s.text}>{text}</pre>
        </>
      ) : (
        <p className={s.quiet}>{t(isOver(release) ? 'previewOver' : 'previewNone')}</p>
      )}
    </div>
  )
}
