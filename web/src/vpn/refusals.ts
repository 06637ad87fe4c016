/** What the tunnel refuses with. Each screen's words bring it: a phone that is added loads no other. */
import { defineRefusals } from '@/kernel/refusal-words'

defineRefusals(
  {
    enrolment_code_refused:
      '코드가 맞지 않거나, 이미 쓰였거나, 10분이 지났습니다. 새 코드를 받으세요.',
    renewal_refused: '이 기기는 갱신할 수 없습니다. 새로 등록하세요.',
    tunnel_key_malformed: '이 열쇠는 쓸 수 없습니다. 다시 등록하세요.',
    device_key_refused: '기기 인증서의 열쇠를 확인하지 못했습니다. 다시 등록하세요.',
    too_many_devices: '기기는 {{most}}대까지입니다. 쓰지 않는 기기를 먼저 지우세요.',
    device_not_waiting: '다른 관리자가 이미 정했습니다.',
    device_not_in_use: '지금 쓰는 기기가 아닙니다.',
    device_refused: '관리자가 이 기기를 승인하지 않았습니다: {{reason}}',
    device_refusal_reason_missing: '까닭을 {{least}}자 이상 적으세요. 기기의 주인이 봅니다.',
    device_still_waiting: '아직 기다리는 중입니다.',
    gateway_impossible: '관문 주소는 이름이나 IP 주소, 포트는 1024~65535여야 합니다.',
    outside_tunnel: '등록한 기기의 터널 안에서 다시 여세요.',
    tunnel_forbidden: '지금 이 기기로는 들어갈 수 없습니다. 화면에 보이는 조건을 확인하세요.',
    tunnel_session_open:
      '이 기기는 이미 접속 중입니다. ‘지금 접속’에서 다른 망으로 옮기거나 그 접속을 끝내세요.',
    tunnel_quarantined:
      '터널 안에서는 먼저 ‘원격접속’에서 이 망에 들어가세요. 다른 망에 있으면 그 접속을 먼저 끝내세요.',
    no_tunnel_session: '접속이 이미 끝났습니다. 다시 들어가세요.',
    proof_missing: '비밀번호나 패스키로 확인하세요.',
    tunnel_policy_impossible: '정책의 조건이 맞지 않습니다 ({{why}}).',
    gateway_changed: '그사이 {{by}} 님이 관문을 바꾸었습니다. 아직 저장하지 않았습니다.',
    tunnel_policy_changed: '그사이 {{by}} 님이 이 정책을 고쳤습니다. 아직 저장하지 않았습니다.',
    tunnel_removals_changed: '기다리는 기기가 지금은 {{count}}대입니다. 다시 보고 정하세요.',
    alarm_closed: '다른 담당자가 이미 정한 알림입니다.',
    own_alarm: '본인에 관한 알림은 다른 보안담당관이 정합니다.',
    alarm_reason_missing: '확인한 내용을 {{least}}자 이상 적으세요.',
    tunnel_device_held: '이 기기의 열쇠가 두 곳에서 쓰여 막혀 있습니다. 보안담당관에게 연락하세요.',
    tunnel_routes_changed: '그사이 기관의 망이 또 바뀌었습니다. 새 줄을 다시 넣으세요.',
    tunnel_routes_malformed: '망 목록을 읽을 수 없습니다.',
    no_address_left: '남은 터널 주소가 없습니다. 관리자에게 알리세요.',
  },
  {
    enrolment_code_refused: 'The code is wrong, used, or older than ten minutes. Get a new one.',
    renewal_refused: 'This device cannot be renewed. Add it anew.',
    tunnel_key_malformed: 'This key cannot be used. Add the device again.',
    device_key_refused: 'The key of the certificate did not prove itself. Add the device again.',
    too_many_devices: 'At most {{most}} devices. Remove one that you do not use first.',
    device_not_waiting: 'Another administrator has decided already.',
    device_not_in_use: 'This device is not in use.',
    device_refused: 'An administrator did not let this device in: {{reason}}',
    device_refusal_reason_missing:
      'Say why, in {{least}} letters or more. The owner of the device reads it.',
    device_still_waiting: 'Still waiting.',
    gateway_impossible: 'A gateway has a name or an address, and a port from 1024 to 65535.',
    outside_tunnel: 'Open it again inside the tunnel of a device that you added.',
    tunnel_forbidden: 'This device may not come in now. See the conditions on the page.',
    tunnel_session_open:
      'This device is in already. Under “Now”, change over to the other network or end that session.',
    tunnel_quarantined:
      'Inside the tunnel, enter this network under “Remote access” first. If you are in another one, end that session before.',
    no_tunnel_session: 'The session is over. Enter again.',
    proof_missing: 'Confirm with the password or a passkey.',
    tunnel_policy_impossible: 'The conditions of this policy do not fit ({{why}}).',
    gateway_changed: '{{by}} has changed the gateway meanwhile. Yours was not saved yet.',
    tunnel_policy_changed: '{{by}} has changed this policy meanwhile. Yours was not saved yet.',
    tunnel_removals_changed_one: 'Now {{count}} device waits. Look again and decide.',
    tunnel_removals_changed: 'Now {{count}} devices wait. Look again and decide.',
    alarm_closed: 'Somebody has decided about this alarm already.',
    own_alarm: 'Another security officer decides about an alarm of your own.',
    alarm_reason_missing: 'Write what you found, in {{least}} letters or more.',
    tunnel_device_held:
      'The key of this device was used from two places, so it is held. Call a security officer.',
    tunnel_routes_changed:
      'The agency’s networks have changed again meanwhile. Put the new line in.',
    tunnel_routes_malformed: 'This list of networks cannot be read.',
    no_address_left: 'No address of the tunnel is left. Tell an administrator.',
  },
)
