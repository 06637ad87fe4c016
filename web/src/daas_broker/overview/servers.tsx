/** What runs desktops, how fast it can, and what to do where it is slow. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, Server as Icon, TriangleAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Badge } from '@/kit/badge'
import { Card } from '@/kit/card'
import { words as pools } from '../pools/words'
import s from './page.module.css'
import { type Server, servers } from './state'
import { words } from './words'

const KINDS = ['podman', 'libvirt'] as const
const HINDRANCES = ['absent', 'failed', 'untried'] as const

export function Servers() {
  const t = useWords(words)
  return (
    <Card title={t('servers')} icon={Icon}>
      <List />
    </Card>
  )
}

function List() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(servers)
  if (data.length === 0) return <p>{t('noServers')}</p>
  return (
    <ul className={s.servers}>
      {data.map(server => (
        <li key={server.provider}>
          <One server={server} />
        </li>
      ))}
    </ul>
  )
}

function One({ server }: { readonly server: Server }) {
  const t = useWords(words)
  const pool = useWords(pools)
  const kind = KINDS.find(each => each === server.provider)
  return (
    <>
      <p className={s.line}>
        <b>{kind ? pool(`kindOf.${kind}`) : server.provider}</b>
        <State server={server} />
      </p>
      {server.answers && (
        <p className={s.quiet}>
          {t('serverFacts', {
            count: server.desktops ?? 0,
            memory: bytes(server.memory_free_bytes ?? 0),
          })}
        </p>
      )}
      {server.acceleration?.kind === 'tcg' && <Slow server={server} />}
    </>
  )
}

function State({ server }: { readonly server: Server }) {
  const t = useWords(words)
  if (!server.answers) {
    return (
      <Badge tone="danger" icon={CircleAlert}>
        {t('run.away')}
      </Badge>
    )
  }
  const isSlow = server.acceleration?.kind === 'tcg'
  return (
    <Badge tone={isSlow ? 'warning' : 'success'} icon={isSlow ? TriangleAlert : CircleCheck}>
      {t(isSlow ? 'run.tcg' : server.acceleration ? 'run.kvm' : 'level.ok')}
    </Badge>
  )
}

function Slow({ server }: { readonly server: Server }) {
  const t = useWords(words)
  const found = HINDRANCES.find(each => each === server.acceleration?.hindrance)
  return (
    <>
      <p className={s.advice}>
        {t('slow', {
          minutes: Math.ceil((server.slowest_boot_seconds ?? 0) / 60),
          count: server.at_once ?? 1,
        })}
        {found && ` ${t(`hindrance.${found}`)}`}
      </p>
      {server.acceleration?.why && (
        <details className={s.quiet}>
          <summary>{t('seen')}</summary>
          <code className={s.seen}>{server.acceleration.why}</code>
        </details>
      )}
    </>
  )
}
