import type { components } from '@/generated/api'
import { useWords } from '@/kernel/i18n'
import { Avatar } from '@/kit/person'
import { words } from '../words'
import s from './page.module.css'
import { useDemoAccounts } from './state'

type Account = components['schemas']['DemoAccountBody']
type OnPick = (account: Account, password: string) => void

/** The people of a demonstration; nothing in an installation for real work. */
export function DemoAccounts({ onPick }: { readonly onPick: OnPick }) {
  const t = useWords(words)
  const { data } = useDemoAccounts()
  if (!data) return null
  const { accounts, password } = data
  return (
    <section className={s.demo} aria-labelledby="demo-title">
      <h2 id="demo-title" className={s.demoTitle}>
        {t('signin.demo.title')}
      </h2>
      <p className={s.demoNote}>{t('signin.demo.note')}</p>
      <ul className={s.accounts}>
        {accounts.map(account => (
          <li key={account.user_name}>
            <button type="button" className={s.account} onClick={() => onPick(account, password)}>
              <Avatar person={{ id: account.user_name, name: account.name }} />
              <span className={s.accountWords}>
                <span className={s.accountName}>
                  {account.name} {account.post}
                </span>
                <span className={s.accountNote}>
                  {account.division} · {account.duty}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
