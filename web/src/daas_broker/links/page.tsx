/** 밖에서 열기: the address is looked at first, then it opens in one's Internet desktop. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Globe, MonitorDown, MonitorOff, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { outsideLink } from '@/kernel/outside'
import { Badge, ZoneBadge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { Boundary, Problem } from '@/kit/problem'
import { Spinner } from '@/kit/progress'
import s from '../releases/page.module.css'
import { places } from '../sessions/state'
import { internetPlace, openIn, type Progress } from './state'
import { words } from './words'

export function Outside() {
  const t = useWords(words)
  const link = outsideLink(useLocation().hash)
  return (
    <Page title={t('title')} note={t('note')} width="narrow">
      <Boundary>
        {link ? (
          <Look key={link.href} link={link} />
        ) : (
          <Empty icon={Globe} title={t('none')} note={t('noneNote')} />
        )}
      </Boundary>
    </Page>
  )
}

function Look({ link }: { readonly link: URL }) {
  const t = useWords(words)
  return (
    <Card title={link.host} icon={Globe} aside={<ZoneBadge zone="internet" />}>
      <div className={s.stack}>
        <dl className={s.facts}>
          <dt>{t('host')}</dt>
          <dd>
            <strong>{link.host}</strong>
          </dd>
          <dt>{t('address')}</dt>
          <dd>{link.href}</dd>
        </dl>
        {link.protocol === 'http:' && (
          <div>
            <Badge tone="warning" icon={TriangleAlert}>
              {t('plain')}
            </Badge>
          </div>
        )}
        <p className={s.quiet}>{t('logged')}</p>
        <Acts link={link} />
      </div>
    </Card>
  )
}

type State =
  | { readonly is: 'asked' }
  | { readonly is: 'busy'; readonly now: Progress }
  | { readonly is: 'opened'; readonly desktop: string }
  | { readonly is: 'failed'; readonly error: unknown }

function Acts({ link }: { readonly link: URL }) {
  const t = useWords(words)
  const go = useNavigate()
  const { data: pools } = useSuspenseQuery(places)
  const [state, set] = useState<State>({ is: 'asked' })
  const stays = useRef(new AbortController())
  useEffect(() => {
    const here = new AbortController()
    stays.current = here
    return () => here.abort()
  }, [])
  const place = internetPlace(pools)
  if (!place)
    return (
      <Empty
        icon={MonitorOff}
        title={t('noPool')}
        note={t('noPoolNote')}
        action={<LinkButton to="/desktops/requests">{t('ask')}</LinkButton>}
      />
    )
  async function start() {
    if (!place) return
    const { signal } = stays.current
    set({ is: 'busy', now: { step: 'claiming', before: null } })
    try {
      const desktop = await openIn(place, link.href, now => set({ is: 'busy', now }), signal)
      set({ is: 'opened', desktop })
    } catch (error) {
      if (!signal.aborted) set({ is: 'failed', error })
    }
  }
  if (state.is === 'opened')
    return (
      <div className={s.acts} role="status">
        <span>{t('opened')}</span>
        <LinkButton look="primary" icon={MonitorDown} to={`/desktops/view/${state.desktop}`}>
          {t('see')}
        </LinkButton>
      </div>
    )
  return (
    <>
      {state.is === 'busy' && (
        <Spinner
          label={
            state.now.before === null ? t(state.now.step) : t('queued', { count: state.now.before })
          }
        />
      )}
      {state.is === 'failed' && <Problem error={state.error} />}
      <div className={s.acts}>
        <Button onPress={() => void go('/')}>{t('leave')}</Button>
        <Button
          look="primary"
          icon={MonitorDown}
          isPending={state.is === 'busy'}
          onPress={() => void start()}
        >
          {t('open')}
        </Button>
      </div>
    </>
  )
}
