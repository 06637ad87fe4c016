/** /wallet: the mobile ID of a demonstration, on a telephone. Elsewhere nobody is sent here. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { BadgeCheck, CircleSlash, ScanLine } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Mark } from '@/kit/brand'
import { Button, LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { Select } from '@/kit/field'
import { useTitle } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Spinner } from '@/kit/progress'
import { DisplayQuick } from '../settings/display'
import { useDemoAccounts } from '../signin/state'
import s from './page.module.css'
import { askedBy, decline, type Request, readRequest, show } from './wallet'
import { words } from './words'

export function Wallet() {
  const t = useWords(words)
  useTitle(t('title'))
  const [asked] = useState(askedBy(useLocation().search))
  return (
    <main className={s.page}>
      <div className={s.looks}>
        <DisplayQuick />
      </div>
      <section className={s.card}>
        <div className={s.brand}>
          <Mark size={36} />
          <h1>{t('title')}</h1>
        </div>
        <p className={s.notReal}>{t('notReal')}</p>
        {asked ? <Asked {...asked} /> : <Nothing />}
      </section>
    </main>
  )
}

function Nothing() {
  const t = useWords(words)
  return (
    <Empty
      icon={ScanLine}
      title={t('nothing')}
      note={t('nothingNote')}
      action={<LinkButton to="/sign-in">{t('signIn')}</LinkButton>}
    />
  )
}

function Asked({ client, from }: { readonly client: string; readonly from: string }) {
  const t = useWords(words)
  const { data, error } = useQuery({
    queryKey: ['wallet', from],
    queryFn: () => readRequest(client, from),
    enabled: isSecureContext,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!isSecureContext) return <p role="alert">{t('insecure')}</p>
  if (error) return <Problem error={error} />
  return data ? <Question request={data} /> : <Spinner />
}

function Question({ request }: { readonly request: Request }) {
  const t = useWords(words)
  const accounts = useDemoAccounts().data?.accounts ?? []
  const [chosen, choose] = useState(() => localStorage.getItem(KEPT) ?? '')
  const whose = accounts.find(one => one.user_name === chosen) ?? accounts[0]
  const showing = useMutation({
    mutationFn: async (name: string) => {
      localStorage.setItem(KEPT, name)
      const back = await show(request, name)
      if (back) location.assign(back)
    },
  })
  const declining = useMutation({ mutationFn: () => decline(request) })
  if (showing.isSuccess) {
    return <Empty icon={BadgeCheck} title={t('done')} note={t('doneNote')} />
  }
  if (declining.isSuccess) {
    return <Empty icon={CircleSlash} title={t('declined')} note={t('declinedNote')} />
  }
  if (!whose) return <Spinner />
  return (
    <>
      <p>{t('asks', { host: new URL(request.answerTo).host })}</p>
      <Select
        label={t('whose')}
        value={whose.user_name}
        onChange={choose}
        choices={accounts.map(one => ({ id: one.user_name, label: `${one.name} ${one.post}` }))}
      />
      <dl className={s.shown}>
        <dt>{t('shown')}</dt>
        {request.claims.map(claim => (
          <dd key={claim}>
            {t(claim === 'user_name' ? 'user_name' : 'name')}: <strong>{whose.user_name}</strong>
          </dd>
        ))}
      </dl>
      <p className={s.beware}>{t('beware')}</p>
      {showing.error && <Problem error={showing.error} />}
      {declining.error && <Problem error={declining.error} />}
      <Button
        look="primary"
        size="l"
        wide
        isPending={showing.isPending}
        onPress={() => showing.mutate(whose.user_name)}
      >
        {t('show')}
      </Button>
      <Button size="l" wide isPending={declining.isPending} onPress={() => declining.mutate()}>
        {t('decline')}
      </Button>
    </>
  )
}

const KEPT = 'onmaru.wallet' // whose card was shown last on this telephone
