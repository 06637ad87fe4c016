import { useWords } from '@/kernel/i18n'
import { Avatar } from '@/kit/person'
import { words } from '../words'
import s from './page.module.css'
import { useDemoAccounts } from './state'

type Account = NonNullable<ReturnType<typeof useDemoAccounts>['data']>[number]

/** The people of a demonstration; nothing in an installation for real work. */
export function DemoAccounts({ onPick }: { readonly onPick: (account: Account) => void }) {
  const t = useWords(words)
  const { data: accounts = [] } = useDemoAccounts()
  if (accounts.length === 0) return null
  return (
    <section className={s.demo} aria-labelledby="demo-title">
      <h2 id="demo-title" className={s.demoTitle}>
        {t('signin.demo.title')}
      </h2>
      <p className={s.demoNote}>{t('signin.demo.note')}</p>
      <ul className={s.accounts}>
        {accounts.map(account => (
          <li key={account.user_name}>
            <button type="button" className={s.account} onClick={() => onPick(account)}>
              <Avatar person={{ id: account.user_name, name: account.name }} />
              <span className={s.accountWords}>
                <span className={s.accountName}>
                  {account.name} {account.post}
                </span>
                <span className={s.accountNote}>{account.division}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
