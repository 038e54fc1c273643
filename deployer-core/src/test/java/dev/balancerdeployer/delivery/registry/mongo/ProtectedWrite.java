package dev.balancerdeployer.delivery.registry.mongo;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.NewBalancer.NewPause;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.PauseKind;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.Safeguard;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Each kind of write that a run sends to awacs. The texts are new to each namespace. */
enum ProtectedWrite {
    CREATION {
        @Override
        void prepare(Awacs awacs, NamespaceId namespace) {
            // it must not be there
        }

        @Override
        Awacs.Outcome send(Awacs awacs, NamespaceId namespace, Safeguard safeguard) {
            return awacs.update(config(namespace, null, "new"), Actor.self(), safeguard);
        }
    },
    UPDATE {
        @Override
        Awacs.Outcome send(Awacs awacs, NamespaceId namespace, Safeguard safeguard) {
            return awacs.update(config(namespace, 1L, "next"), Actor.self(), safeguard);
        }
    },
    PAUSE {
        @Override
        Awacs.Outcome send(Awacs awacs, NamespaceId namespace, Safeguard safeguard) {
            return awacs.pause(namespace, SAS, pause("other"), Actor.self(), safeguard);
        }
    },
    LIFT {
        @Override
        Awacs.Outcome send(Awacs awacs, NamespaceId namespace, Safeguard safeguard) {
            var lift = new Awacs.Lift(namespace, SAS, new PauseToken("born"), 1L, List.of());
            return awacs.lift(lift, Actor.self(), safeguard);
        }
    };

    private static final LocationId SAS = new LocationId("sas");

    /** Makes the namespace as the write wants to find it: at version 1, paused. */
    void prepare(Awacs awacs, NamespaceId namespace) {
        awacs.update(config(namespace, null, "first"), Actor.self(), Safeguard.none());
    }

    abstract Awacs.Outcome send(Awacs awacs, NamespaceId namespace, Safeguard safeguard);

    private static ConfigUpdate config(
            NamespaceId namespace, @Nullable Long expected, String text) {
        var objects =
                new TreeMap<>(Map.of(new ObjectPath("haproxy.cfg"), text + " of " + namespace));
        var sas = new NewBalancer(SAS, List.of(pause("born")));
        return new ConfigUpdate(namespace, expected, objects, List.of(sas), "", null);
    }

    private static NewPause pause(String token) {
        return new NewPause(new PauseToken(token), PauseKind.HUMAN, "because", null);
    }
}
