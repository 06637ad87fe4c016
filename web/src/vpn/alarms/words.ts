import { defineWords } from '@/kernel/i18n'
import '../refusals'

export const words = defineWords(
  'vpn.alarms',
  {
    title: '보안 알림',
    views: { open: '결정할 것', past: '지난 30일' },
    none: { open: '결정할 알림이 없습니다', past: '지난 알림이 없습니다' },
    noneNote:
      '실패가 몰리거나, 한 열쇠가 두 곳에서 쓰이거나, 갈 수 없는 거리에서 접속하면 여기에 뜹니다.',
    kind: {
      clone: '한 열쇠가 두 곳에서 번갈아 쓰입니다',
      travel: '비행기보다 빨리 다른 나라에서 접속했습니다',
      cookie: '로그인이 다른 곳에서 쓰였습니다',
      proof: '터널 앞에서 본인 확인이 여러 번 실패했습니다',
      sign_in: '로그인이 여러 번 실패했습니다',
      code: '기기 등록 코드가 여러 번 틀렸습니다',
      removals: '기기 여럿이 한꺼번에 사라지려 해서 관문이 멈췄습니다',
      password: '처음 보는 곳에서 누가 맞는 비밀번호를 쓰는데 패스키가 없습니다',
    },
    advice: {
      clone:
        '본인에게 전화로 확인하세요. 열쇠 파일이 복사된 것이면 끊고 새로 등록하게 하세요. 결정할 때까지 이 기기로는 아무도 들어올 수 없습니다.',
      travel: '출장 중이거나 통신사의 해외 중계인지 본인에게 전화로 확인하세요.',
      cookie:
        '이 기기에서만 쓸 수 있는 로그인(쿠키)이 다른 주소에서 왔고, 열리지 않았습니다. 복사된 것일 수 있으니 본인에게 확인하고 모르는 일이면 끊으세요.',
      proof: '본인이 비밀번호를 잊었는지 확인하세요. 아니면 누군가 이 기기를 쓰고 있습니다.',
      sign_in: '본인이 비밀번호를 잊었는지 확인하고, 아니면 비밀번호를 바꾸게 하세요.',
      password:
        '비밀번호가 새어 나간 것으로 보입니다. 본인의 로그인은 모두 끝냈습니다. 본인에게 전화해 비밀번호를 바꾸게 하세요. 본인은 패스키로 들어올 수 있습니다.',
      removals:
        '아래 ‘관문’에서 몇 대인지, 왜인지 보세요. 조직도 연계나 데이터베이스 복구가 잘못되었는지 먼저 확인하세요.',
      code: '누군가 등록 코드를 맞혀 보고 있습니다. 이 주소를 방화벽에서 막을지 판단하세요.',
    },
    told: {
      clone:
        '같은 열쇠가 두 곳에서 번갈아 쓰였습니다. 두 곳 다 본인이 아니라면 열쇠 파일이 복사된 것입니다. 보안담당관이 정할 때까지 이 기기로는 아무도 들어올 수 없습니다.',
      travel:
        '짧은 시간에 다른 나라에서 접속한 것으로 보입니다. 출장 중이거나 로밍·해외 중계를 쓴다면 본인일 수 있습니다.',
      cookie:
        '이 기기에서만 쓸 수 있는 로그인이 다른 주소에서 왔고, 열리지 않았습니다. 그곳에서 접속한 적이 없다면 복사된 것입니다.',
      proof:
        '터널에 들어올 때 비밀번호나 패스키 확인이 여러 번 틀렸습니다. 본인이 틀린 것이 아니라면 누군가 이 기기를 쓰고 있습니다.',
      sign_in:
        '본인 이름으로 로그인이 여러 번 실패해 잠시 잠겼습니다. 본인이 틀린 것이 아니라면 누군가 비밀번호를 맞혀 보고 있습니다.',
      password:
        '처음 보는 곳에서 누가 맞는 비밀번호를 썼고, 패스키가 없어 들어오지 못했습니다. 다른 로그인은 모두 끝냈습니다. 본인이 아니라면 비밀번호가 새어 나간 것이니 바로 바꾸세요.',
    },
    said: { yes: '내가 했다고 답함', no: '내가 아니라고 답함' },
    saidNo:
      '다른 로그인을 모두 끝내고 보안담당관에게 알렸습니다. 이제 비밀번호를 바꾸세요. 바꾸는 곳은 헬프데스크가 알려 줍니다.',
    unknownPerson: '누구인지 모름',
    ofGateway: '관문',
    gone: '기기 {{peers}}대 중 {{count}}대',
    times: '{{count}}번',
    answer: { yes: '본인: 내가 했음', no: '본인: 내가 아님', none: '본인 답 없음' },
    cut: '모두 끊기',
    cutTitle: '{{person}}의 {{what, 을/를}} 모두 끊을까요?',
    cutDevice: '기기 {{device}}',
    cutSignIns: '모든 로그인',
    cutNote:
      '기기의 열쇠와 주소, 인증서, 그 터널로 열던 현장 보관함이 바로 끊기고 이 사람의 모든 로그인과 가상PC 화면이 끝납니다. 되돌릴 수 없습니다.',
    cutAct: '지금 모두 끊기',
    cutDone: '모두 끊었습니다.',
    dismiss: '이상 없음',
    dismissTitle: '이 알림을 이상 없음으로 닫을까요?',
    dismissNote: '까닭은 감사기록에 남습니다.',
    reason: '확인한 내용',
    reasonHint: '예: 본인과 통화, 출장 중 로밍',
    dismissAct: '알림 닫기',
    dismissDone: '알림을 닫았습니다.',
    own: '본인에 관한 알림은 다른 보안담당관이 정합니다.',
    officerOnly: '이상 없음은 보안담당관이 정합니다.',
    outcome: { cut: '끊음', dismissed: '이상 없음' },
    decided: '{{who}} · {{reason}}',
    isIt: '본인이 한 것이 맞나요?',
    mine: '내가 했습니다',
    notMine: '내가 아닙니다',
    notMineTitle: { device: '지금 모두 끊을까요?', signIns: '다른 로그인을 모두 끝낼까요?' },
    notMineNote: {
      device:
        '기기를 분실로 신고합니다. 기기의 터널과 인증서, 그 터널로 열던 현장 보관함이 바로 끊기고, 지금 이 화면을 뺀 다른 로그인이 모두 끝납니다.',
      signIns:
        '지금 이 화면을 뺀 다른 로그인이 모두 끝나고, 보안담당관에게 본인이 아니라고 알립니다. 그다음 비밀번호를 바꾸세요.',
    },
    notMineAct: { device: '지금 모두 끊기', signIns: '다른 로그인 끝내기' },
    notMineDone: {
      device: '모두 끊었습니다.',
      signIns: '다른 로그인을 모두 끝내고 보안담당관에게 알렸습니다.',
    },
    thanks: '답을 보안담당관에게 전했습니다.',
    banner: '보안 알림: {{what}}',
    look: '확인하기',
    newAlarm: '새 보안 알림: {{what}}',
  },
  {
    title: 'Alarms',
    views: { open: 'To decide', past: 'Last 30 days' },
    none: { open: 'Nothing to decide', past: 'No alarm in 30 days' },
    noneNote:
      'Bursts of failures, a key at two places, and journeys that nobody can make appear here.',
    kind: {
      clone: 'One key is used from two places in turn',
      travel: 'In another country sooner than an aeroplane',
      cookie: 'A sign-in was shown elsewhere',
      proof: 'Many proofs failed at the tunnel’s door',
      sign_in: 'Many sign-ins failed',
      password: 'At a new place somebody uses the right password and has no passkey',
      removals: 'Many devices would have gone at once, and the gateway held them',
      code: 'Many codes for adding a device were wrong',
    },
    advice: {
      clone:
        'Telephone the person. If the key file was copied, cut it and let them add the device anew. Until somebody decides, nobody comes in with this device.',
      travel:
        'Telephone the person: are they travelling, or is it a telephone company’s relay abroad?',
      cookie:
        'A sign-in (cookie) that belongs to this device came from another address, and opened nothing. It may have been copied: ask the person, and cut it if they know nothing of it.',
      proof: 'Ask whether they forgot their password. If not, somebody else has this device.',
      sign_in: 'Ask whether they forgot their password. If not, let them change it.',
      password:
        'The password seems to be known to somebody else. All sign-ins of the person were ended. Telephone them, and let them change it; their passkey still opens.',
      removals:
        'See under “Gateway” how many, and why. First find out whether the directory or a restored database is wrong.',
      code: 'Somebody guesses codes. Consider closing the firewall to this address.',
    },
    told: {
      clone:
        'The same key was used from two places in turn. If you were not at both, its file was copied. Until a security officer has decided, nobody comes in with this device.',
      travel:
        'You seem to have come from another country within a short time. It may be you if you travel, roam or use a relay abroad.',
      cookie:
        'A sign-in that belongs to this device alone came from another address, and opened nothing. If you did not come from there, it was copied.',
      proof:
        'At the tunnel’s door a password or a passkey failed many times. If that was not you, somebody else has this device.',
      sign_in:
        'Many sign-ins with your name failed, and it was locked for a while. If that was not you, somebody guesses your password.',
      password:
        'At a new place somebody used your right password and did not come in for want of a passkey. Your other sign-ins were ended. If that was not you, your password is known: change it at once.',
    },
    said: { yes: 'You said: me', no: 'You said: not me' },
    saidNo:
      'Your other sign-ins were ended, and the security officers know. Now change your password; the help desk knows where.',
    unknownPerson: 'Nobody known',
    ofGateway: 'The gateway',
    gone: '{{count}} of {{peers}} devices',
    times_one: '{{count}} time',
    times: '{{count}} times',
    answer: { yes: 'They say: me', no: 'They say: not me', none: 'Not answered' },
    cut: 'Cut everything',
    cutTitle: 'Cut {{what}} of {{person}}?',
    cutDevice: 'the device {{device}}',
    cutSignIns: 'every sign-in',
    cutNote:
      'At once its key, address and certificate are cut, with field pockets that were opened through it, and all sign-ins and desktop screens of this person end. It cannot be undone.',
    cutAct: 'Cut everything now',
    cutDone: 'Cut everywhere.',
    dismiss: 'Nothing wrong',
    dismissTitle: 'Close this alarm as nothing wrong?',
    dismissNote: 'The reason is kept in the audit.',
    reason: 'What you found',
    reasonHint: 'Such as: telephoned, roaming on a business trip',
    dismissAct: 'Close the alarm',
    dismissDone: 'The alarm was closed.',
    own: 'Another security officer decides about an alarm of your own.',
    officerOnly: 'A security officer may close it as nothing wrong.',
    outcome: { cut: 'Cut', dismissed: 'Nothing wrong' },
    decided: '{{who}} · {{reason}}',
    isIt: 'Was it you?',
    mine: 'It was me',
    notMine: 'It was not me',
    notMineTitle: { device: 'Cut everything now?', signIns: 'End all other sign-ins?' },
    notMineNote: {
      device:
        'The device is reported lost: its tunnel and certificate are cut at once, with field pockets that were opened through it, and all your other sign-ins end but this one.',
      signIns:
        'All your other sign-ins end but this one, and the security officers are told that it was not you. Then change your password.',
    },
    notMineAct: { device: 'Cut everything now', signIns: 'End other sign-ins' },
    notMineDone: {
      device: 'Cut everywhere.',
      signIns: 'Other sign-ins were ended, and the security officers know.',
    },
    thanks: 'The security officers have your answer.',
    banner: 'Alarm: {{what}}',
    look: 'Look',
    newAlarm: 'New alarm: {{what}}',
  },
)
