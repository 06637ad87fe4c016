/** One version: where it stands, how its desktops fared, and what may be done with it. */
import { Package as PackageIcon, ScrollText, ShieldAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { dateTime } from '@/kernel/time'
import { Badge, type Tone } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Moment } from '@/kit/moment'
import { words as recipeWords } from '../recipes/words'
import { ActButton } from './acts'
import { words as behindWords } from './behind.words'
import { words as flawsWords } from './flaws.words'
import { Health } from './health'
import s from './page.module.css'
import { actsOf, type Image, reignOf, type Stage, type Version } from './state'
import { TrialLine } from './trial'
import { Way } from './way'
import { words } from './words'

const TONE: Readonly<Record<Stage, Tone>> = {
  built: 'neutral',
  trying: 'information',
  refused: 'danger',
  tried: 'information',
  canary: 'warning',
  stable: 'success',
  former: 'neutral',
  stopped: 'danger',
  removed: 'neutral',
}

interface VersionProps {
  readonly version: Version
  readonly image: Image
  readonly enough: number
  readonly onLook: (what: Look) => void
}

/** What of a version is opened in front of the page; the word in the address. */
export type Look = 'packages' | 'vulnerabilities' | 'made'

export function OneVersion({ version, image, enough, onLook }: VersionProps) {
  const t = useWords(words)
  const say = useWords(recipeWords)
  const tell = useWords(behindWords)
  const flaws = useWords(flawsWords)
  const name = t('version', { number: version.number })
  const whole = `${image.title} ${name}`
  return (
    <li id={version.key} tabIndex={-1} className={s.version}>
      <div className={s.head}>
        <h3>{name}</h3>
        <Badge tone={TONE[version.stage]}>
          {t(`stage.${version.stage}`)}
          {version.stage === 'canary' && ` ${version.share}%`}
        </Badge>
        {version.released && <Badge>{t(version.changed ? 'releasedChanged' : 'released')}</Badge>}
        {version.basis === 'other_release' && (
          <Badge tone={version.stage === 'stable' ? 'warning' : 'neutral'}>{tell('badge')}</Badge>
        )}
        <span className={s.quiet}>
          {t('since')} <Moment at={version.stage_since} />
        </span>
        <code className={s.quiet}>{version.key}</code>
      </div>
      <Way version={version} />
      <Reign version={version} />
      <Reason version={version} />
      <div className={s.two}>
        <Facts version={version} />
        <Health version={version} enough={enough} />
      </div>
      <div className={s.acts}>
        {actsOf(version, image).map(kind => (
          <ActButton key={kind} kind={kind} version={version} image={image} enough={enough} />
        ))}
        <Button
          size="s"
          look="quiet"
          icon={ScrollText}
          aria-label={`${whole} ${say('act')}`}
          onPress={() => onLook('made')}
        >
          {say('act')}
        </Button>
        <Button
          size="s"
          look="quiet"
          icon={PackageIcon}
          aria-label={`${whole} ${t('packages.act')}`}
          onPress={() => onLook('packages')}
        >
          {t('packages.act')}
        </Button>
        <Button
          size="s"
          look="quiet"
          icon={ShieldAlert}
          aria-label={`${whole} ${flaws('act')}`}
          onPress={() => onLook('vulnerabilities')}
        >
          {flaws('act')}
        </Button>
      </div>
    </li>
  )
}

const KEEPERS = ['failures', 'first', 'release', 'returned'] as const

function Reign({ version }: { readonly version: Version }) {
  const t = useWords(words)
  const reign = reignOf(version)
  if (reign) {
    const { from, until } = reign
    return <p className={s.quiet}>{t('reign', { from: dateTime(from), until: dateTime(until) })}</p>
  }
  return version.stage === 'stopped' ? <p className={s.quiet}>{t('stoppedEarly')}</p> : null
}

/** A keeper gives a word of its own; a person's reason stands as it was written. */
function Reason({ version: { reason, stage } }: { readonly version: Version }) {
  const t = useWords(words)
  if (!reason) return null
  const known = KEEPERS.find(word => word === reason)
  return (
    <p className={stage === 'stopped' ? s.error : s.quiet}>
      {t('reason')}: {known ? t(`reasons.${known}`) : reason}
    </p>
  )
}

function Facts({ version }: { readonly version: Version }) {
  const t = useWords(words)
  const { trial } = version
  return (
    <dl className={s.facts}>
      <div>
        <dt>{t('facts.built')}</dt>
        <dd>
          <Moment at={version.built_at} />
        </dd>
      </div>
      <div>
        <dt>{t('facts.size')}</dt>
        <dd>{bytes(version.size_bytes)}</dd>
      </div>
      <div>
        <dt>{t('facts.desktops')}</dt>
        <dd>{t('count', { count: version.desktops })}</dd>
      </div>
      <div className={s.wide}>
        <dt>{t('facts.trial')}</dt>
        <dd>{trial ? <TrialLine trial={trial} stage={version.stage} /> : t('trial.none')}</dd>
      </div>
    </dl>
  )
}
