/** One item at the right: what it is, and every version it had (G04). */
import { Download, Share2, X } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { dateTime } from '@/kernel/time'
import { Button, IconButton, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { download } from './actions'
import { Where } from './columns'
import s from './details.module.css'
import { addressOf, type Node } from './model'
import { useKindOf } from './name-cell'
import { NodeDialogs } from './node-dialogs'
import { useNode } from './state'
import { Versions } from './versions/timeline'
import { words } from './words'

export function Details({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useWords(words)
  const { data: node, error, refetch } = useNode(id)
  return (
    <Card
      title={<span className={s.title}>{node?.name ?? t('details.title')}</span>}
      aside={<IconButton icon={X} label={t('details.close')} onPress={onClose} />}
    >
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {node ? <About node={node} /> : !error && <Skeleton rows={5} />}
    </Card>
  )
}

function About({ node }: { readonly node: Node }) {
  const t = useWords(words)
  const kind = useKindOf(node)
  const [isSharing, share] = useState(false)
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [t('details.kind'), kind],
    ...(node.kind === 'file' ? ([[t('details.size'), bytes(node.size_bytes)]] as const) : []),
    [t('details.place'), <Where key="where" node={node} />],
    [t('details.owner'), node.owner.name],
    [t('details.updated'), `${dateTime(node.updated_at)} ${node.updated_by.name}`],
    [t('details.level'), t(`level.${node.level}`)],
  ]
  return (
    <div className={s.about}>
      <div className={s.acts}>
        {node.kind === 'document' && (
          <LinkButton to={addressOf(node)} look="primary">
            {t('act.open')}
          </LinkButton>
        )}
        {node.capabilities.download && (
          <Button look="primary" icon={Download} onPress={() => download(node)}>
            {t('act.download')}
          </Button>
        )}
        {node.capabilities.share && (
          <Button icon={Share2} onPress={() => share(true)}>
            {t('act.share')}
          </Button>
        )}
      </div>
      <dl className={s.facts}>
        {facts.map(([label, value]) => (
          <div key={label} className={s.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {node.kind !== 'folder' && (
        <section aria-label={t('versions.title')}>
          <h3 className={s.heading}>{t('versions.title')}</h3>
          <Suspense fallback={<Skeleton rows={4} />}>
            <Versions node={node} />
          </Suspense>
        </section>
      )}
      <NodeDialogs
        asking={isSharing ? { what: 'share', nodes: [node] } : null}
        onDone={() => share(false)}
        onMoved={() => undefined}
      />
    </div>
  )
}
